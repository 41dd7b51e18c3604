"""Sentences in Arabic for the reports. An incident has words of its own; its tellings share most of them.

Of a sentence only the numbers and sides carry the coded facts; place in the town, circumstances and consequences are
drawn for each incident, so that the wording of two tellings of one incident is alike and that of two incidents is not.
"""

from __future__ import annotations

import random

from benchmarks.known_truth.model import Incident, People, Telling
from benchmarks.known_truth.places import gazetteer

SIDES = {
    "regime": "قوات النظام", "opposition": "الفصائل المقاتلة", "is": "تنظيم الدولة الإسلامية",
    "sdf": "قوات سوريا الديمقراطية", "ypg": "وحدات حماية الشعب الكردي", "nusra_hts": "هيئة تحرير الشام",
    "sna": "الفصائل الموالية لتركيا", "turkey": "القوات التركية", "russia": "القوات الروسية",
    "israel": "القوات الإسرائيلية", "coalition": "التحالف الدولي", "tribal": "مسلحي العشائر",
    "transition_government": "قوات الحكومة الانتقالية", "iran_backed": "الميليشيات الموالية لإيران",
    "unidentified": "مسلحين مجهولين",
}  # fmt: skip
WEAPONS = {
    "warplane": "الطائرات الحربية", "helicopter": "الطيران المروحي", "barrel_bomb": "البراميل المتفجرة",
    "drone": "طائرة مسيّرة", "artillery": "قذائف المدفعية", "mortar": "قذائف الهاون", "tank": "قذائف الدبابات",
    "rocket": "الصواريخ", "ground_to_ground_missile": "صاروخ أرض أرض", "ied": "عبوة ناسفة",
    "car_bomb": "سيارة مفخخة", "mine": "لغم أرضي", "machine_gun": "الرشاشات الثقيلة",
}  # fmt: skip
CORES = {
    "airstrike": ("استهدفت غارات من {weapon} {actor} مناطق في {place}", "قصفت {weapon} {actor} أماكن في {place}"),
    "shelling": ("قصفت {actor} مناطق في {place} بواسطة {weapon}", "سقطت {weapon} أطلقتها {actor} على {place}"),
    "rocket": ("أطلقت {actor} {weapon} على مناطق في {place}", "تعرضت {place} لقصف {weapon} من {actor}"),
    "clash": ("دارت اشتباكات بين {actor} و{target} في {place}", "اندلعت معارك عنيفة بين {actor} و{target} في {place}"),
    "explosion": ("انفجرت {weapon} في {place}", "هز انفجار ناجم عن {weapon} منطقة في {place}"),
    "targeted_killing": ("أطلق مسلحون النار على شخص في {place}", "عملية اغتيال نفذها مسلحون في {place}"),
    "execution": ("أعدمت {actor} أسرى لديها في {place}", "نفذت {actor} عملية إعدام في {place}"),
    "detention": ("اعتقلت {actor} أشخاصاً في {place}", "نفذت {actor} حملة اعتقالات في {place}"),
    "control_change": ("سيطرت {taker} على {place}", "تمكنت {taker} من السيطرة على {place}"),
    "toll": ("حصيلة القتلى في {place}", "وثق المرصد مجموع القتلى في {place}"),
}
LANDMARKS = (
    "المشفى الميداني", "المدرسة الثانوية", "السوق الشعبي", "الفرن الآلي", "المسجد الكبير", "محطة الوقود", "دوار الساعة",
    "خزان المياه", "معمل الإسمنت", "الملعب البلدي", "صوامع الحبوب", "المقبرة القديمة", "حاجز المزرعة", "بساتين الزيتون",
    "طريق النهر", "مبنى البلدية", "مركز البريد", "معصرة الزيتون", "جسر السكة", "الحديقة العامة", "سوق الخضار",
    "مساكن الشرطة", "تلة الرادار", "معبر القرية", "مخيم النازحين", "كراجات الانطلاق", "مبنى النقابة", "ساحة الشهداء",
)  # fmt: skip
QUARTERS = (
    "شرق", "غرب", "شمال", "جنوب", "وسط", "بالقرب من", "خلف", "بمحيط", "مقابل", "على أطراف", "عند مدخل", "تحت",
)  # fmt: skip
MOMENTS = (
    "فجراً", "صباحاً", "قبيل الظهر", "ظهراً", "بعد العصر", "مع غروب الشمس", "مساءً", "قبيل منتصف الليل", 
    "أثناء صلاة الجمعة", "مع انصراف الطلاب",
)  # fmt: skip
CIRCUMSTANCES = (
    "بالتزامن مع", "وسط", "عقب", "تمهيداً ل", "رداً على", "تلاها", "سبقها", "ترافقت مع", "في ظل", "بعد يومين من", "رغم",
    "خلال",
)  # fmt: skip
MATTERS = (
    "تحليق طائرات استطلاع", "هدوء حذر شهدته الجبهة", "استقدام تعزيزات عسكرية", "انقطاع الكهرباء والاتصالات",
    "حركة نزوح واسعة", "تفكيك شبكة تهريب", "زيارة وفد محلي", "إغلاق المعابر الحدودية", "عاصفة غبارية شديدة",
    "حصاد موسم القمح", "خلاف عائلي قديم", "مفاوضات برعاية وجهاء", "توزيع مساعدات غذائية", "حفر خنادق ودشم",
    "قطع أشجار معمرة", "مصادرة دراجات نارية", "تشييع جنازة", "عرس في الحي المجاور", "محاولة تسلل فاشلة",
    "استنفار أمني مشدد", "سحب آليات ثقيلة", "وصول قافلة تجارية", "اعتصام لأهالي المفقودين", "فتح ممر إنساني",
)  # fmt: skip
RESULTS = (
    "ما أدى لأضرار مادية في ممتلكات المواطنين", "واندلع حريق كبير في مستودع", "وتهدم منزلان بشكل كامل",
    "وتوقفت الدراسة في المنطقة", "وفرض طوق حول المكان", "وشوهدت أعمدة دخان كثيفة", "ونقل المصابون إلى نقاط طبية",
    "وأغلقت المحال أبوابها", "وتضررت شبكة المياه", "ونفقت عشرات رؤوس الماشية", "واحترقت محاصيل زراعية",
    "وعم الهلع بين الأطفال", "وأعطبت آلية ثقيلة", "وخرج المركز الصحي عن الخدمة", "وسمع دويها في قرى بعيدة",
    "وانهار جزء من سور أثري",
)  # fmt: skip
LEADS = (
    "", "رصد المرصد السوري لحقوق الإنسان: ", "أفادت مصادر المرصد السوري: ", "وفي التفاصيل ", "على صعيد متصل ",
    "أكدت مصادر أهلية: ",
)  # fmt: skip
MANNERS = {
    "plain": "", "rise": "ارتفع عدد القتلى متأثرين بجراحهم بعد أن ",
    "correction": "صحح المرصد السوري الحصيلة التي نشرها سابقاً: ",
    "another": "مجدداً وفي حادثة أخرى ", "background": "وكان المرصد السوري قد نشر في وقت سابق أنه ",
    "doubt": "وردت معلومات أولية: ",
}  # fmt: skip
REFRAINS = (
    "ويواصل المرصد السوري لحقوق الإنسان متابعة الأوضاع في مختلف المحافظات وتوثيق ما يجري فيها من انتهاكات.",
    "ويجدد المرصد السوري مطالبته الأطراف كافة بتحييد المدنيين والمنشآت الطبية والتعليمية عن العمليات العسكرية الجارية.",
    "ولا تزال المنطقة تشهد توتراً ملحوظاً وسط مخاوف الأهالي من تجدد التصعيد خلال الأيام القليلة القادمة على نحو أوسع.",
    "ويعيش سكان المنطقة أوضاعاً معيشية صعبة في ظل ارتفاع الأسعار وانعدام فرص العمل ونقص الخدمات الأساسية والمحروقات.",
)
_OUTCOMES = {
    ("killed", "civilian"): ("استشهاد", "مواطنين"), ("killed", "combatant"): ("مقتل", "عناصر"),
    ("killed", "unknown"): ("مقتل", "أشخاص"), ("killed", "mixed"): ("مقتل", "أشخاص بينهم مدنيون"),
    ("wounded", "civilian"): ("إصابة", "مواطنين بجراح"), ("wounded", "combatant"): ("جرح", "مقاتلين"),
    ("wounded", "unknown"): ("إصابة", "آخرين"), ("captured", "combatant"): ("أسر", "مقاتلين"),
    ("captured", "civilian"): ("اعتقال", "مدنيين"), ("captured", "unknown"): ("اعتقال", "أشخاص"),
}  # fmt: skip
_QUALIFIERS = {"at_least": "ما لا يقل عن ", "more_than": "أكثر من ", "about": "نحو ", "exact": "", "range": "ما بين "}
WORDING_SLOTS = (2, len(QUARTERS), len(LANDMARKS), len(MOMENTS), len(CIRCUMSTANCES), len(MATTERS), len(CIRCUMSTANCES),
                 len(MATTERS), len(RESULTS))  # fmt: skip


def draw_wording(rng: random.Random, unlike: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """Numbers that pick an incident's own words; none of them as in `unlike` but the form of the sentence."""
    drawn = []
    for index, size in enumerate(WORDING_SLOTS):
        number = rng.randrange(size)
        while unlike is not None and index > 0 and number == unlike[index]:
            number = rng.randrange(size)
        drawn.append(number)
    return tuple(drawn)


def sentence(telling: Telling, people: tuple[People, ...]) -> str:
    """The clause that tells an incident; tellings of one incident differ by lead, order, one detail and the toll."""
    incident = telling.incident
    form, quarter, landmark, moment, how, matter, how_else, matter_else, result = incident.wording
    variation = telling.variation
    details = [
        f"{QUARTERS[quarter]} {LANDMARKS[landmark]}",
        MOMENTS[moment],
        f"{CIRCUMSTANCES[how]} {MATTERS[matter]}",
        f"{CIRCUMSTANCES[how_else]} {MATTERS[matter_else]}",
        RESULTS[result],
    ]
    if variation % 3 == 1:
        details[2], details[3] = details[3], details[2]
    if variation % 4 == 2:
        del details[1]
    elif variation % 4 == 3:
        del details[4]
    lead = MANNERS[telling.manner] or LEADS[variation % len(LEADS)]
    core = _core(incident, telling, (form + (variation % 5 == 4)) % 2)
    return " ".join(f"{lead}{core} {' '.join(details)}{people_words(people)}".split())


def _core(incident: Incident, telling: Telling, form: int) -> str:
    names = [gazetteer()[code].name_ar for code in incident.places]
    if not names:
        names = [f"ريف {gazetteer()[incident.admin1].name_ar}" if incident.admin1 else "البلاد"]
    taker = telling.control or incident.control
    return CORES[incident.event_type][form].format(
        place=" و".join(names),
        weapon=WEAPONS.get(incident.weapon or "", "قذائف"),
        actor=_side(telling.actors),
        target=_side(telling.targets),
        taker=_side((taker.taken_by,)) if taker else "",
    )


def _side(actors: tuple[str, ...]) -> str:
    return " و".join(SIDES.get(actor, "") for actor in actors)


def people_words(people: tuple[People, ...]) -> str:
    """The toll at the end of the clause, with a blank before it; empty for no people."""
    return "".join(
        f"{' ما أسفر عن ' if index == 0 else ' و'}{_row_words(one)}" for index, one in enumerate(people) if one
    )


def _row_words(row: People) -> str:
    verb, noun = _OUTCOMES[row.outcome, row.civilian_status]
    if row.side:
        noun = f"{noun} من {SIDES[row.side]}"
    doubt = "" if row.confirmed else "أنباء عن "
    if row.qualifier in ("tens", "hundreds"):
        return f"{doubt}{verb} {'عشرات' if row.qualifier == 'tens' else 'مئات'} {noun}"
    if row.best is None:
        return f"{doubt}{verb} {noun}"
    number = f"{row.low} و{row.high}" if row.qualifier == "range" else str(row.best)
    parts = "، ".join(f"{part.n} {part.kind}" for part in row.parts)
    return f"{doubt}{verb} {_QUALIFIERS.get(row.qualifier, '')}{number} {noun}" + (f"، هم {parts}" if parts else "")
