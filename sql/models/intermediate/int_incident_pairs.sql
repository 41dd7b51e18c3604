-- Pairs of statements of different reports that may tell one incident, with the reason (README, "Incidents"). The
-- earlier report comes first.
with statements as (
    select * from {{ ref('int_incident_statements') }}
),

places as (
    select
        event_key,
        place_key,
        is_named and level not in ('governorate', 'district', 'subdistrict') as is_specific
    from {{ ref('int_event_places_located') }}
),

-- Days by which statements meet: a day that is not known may be one off, and a toll that rises is told later.
days as (
    select
        event_key,
        unnest(generate_series(
            event_date_start - case when says_rises then 3 when date_precision > 1 then 1 else 0 end,
            least(event_date_end + case when date_precision > 1 then 1 else 0 end, event_date_start + 7),
            interval 1 day
        )) as day
    from statements
),

keys as (
    select
        statements.event_key,
        statements.report_id,
        statements.published_at,
        statements.event_family,
        places.place_key,
        places.is_specific,
        days.day
    from statements
    inner join places on statements.event_key = places.event_key
    inner join days on statements.event_key = days.event_key
),

met as (
    select
        earlier.event_key as earlier_key,
        later.event_key as later_key,
        bool_or(earlier.is_specific) as shares_specific_place
    from keys as earlier
    inner join keys as later
        on
            earlier.event_family = later.event_family
            and earlier.place_key = later.place_key
            and earlier.day = later.day
            and earlier.report_id != later.report_id
    where
        (coalesce(earlier.published_at, timestamptz '1900-01-01'), earlier.report_id)
        < (coalesce(later.published_at, timestamptz '1900-01-01'), later.report_id)
    group by earlier.event_key, later.event_key
),

compared as (
    select
        met.earlier_key,
        met.later_key,
        met.shares_specific_place,
        earlier.report_id as earlier_report_id,
        later.report_id as later_report_id,
        earlier.event_family,
        earlier.occurrence = later.occurrence as is_same_occurrence,
        earlier.place_set_key = later.place_set_key as has_same_places,
        earlier.weapon is null or later.weapon is null or earlier.weapon = later.weapon as can_be_one_weapon,
        later.says_rises,
        later.says_corrects,
        earlier.says_another or later.says_another as says_another,
        least(len(earlier.words), len(later.words)) as words_count,
        coalesce(later.killed, 0) + coalesce(later.wounded, 0) + coalesce(later.held, 0) as people_count,
        len(earlier.words) + len(later.words) as both_words_count,
        {{ shared_count('earlier.words', 'later.words') }} as shared_words_count,
        -- A change of control is one with its place, taker and day.
        list_has_any(earlier.actors, later.actors)
        and earlier.event_date_start = later.event_date_start as is_same_taking,
        (
            ({{ one_side('earlier.actors', 'later.actors') }} and {{ one_side('earlier.targets', 'later.targets') }})
            or (
                earlier.event_family = 'clash'
                and {{ one_side('earlier.actors', 'later.targets') }}
                and {{ one_side('earlier.targets', 'later.actors') }}
            )
        ) as can_be_same_sides,
        case
            when not earlier.has_toll or not later.has_toll then 'one_without'
            when
                coalesce(earlier.killed, 0) = coalesce(later.killed, 0)
                and coalesce(earlier.wounded, 0) = coalesce(later.wounded, 0)
                and coalesce(earlier.held, 0) = coalesce(later.held, 0)
                and coalesce(earlier.unconfirmed, 0) = coalesce(later.unconfirmed, 0)
                then 'equal'
            -- One tells of civilians, the other of fighters: two parts of one toll.
            when
                (earlier.killed_civilians = earlier.killed and later.killed_combatants = later.killed)
                or (earlier.killed_combatants = earlier.killed and later.killed_civilians = later.killed)
                then 'one_without'
            -- The wounded grow fewer as they die.
            when earlier.killed > 0 and later.killed > earlier.killed then 'grown'
            when
                coalesce(later.killed, 0) >= coalesce(earlier.killed, 0)
                and (later.wounded is null or coalesce(later.wounded, 0) >= coalesce(earlier.wounded, 0))
                and (later.held is null or coalesce(later.held, 0) >= coalesce(earlier.held, 0))
                then case
                    when earlier.killed > 0 and later.killed = earlier.killed then 'equal'
                    else 'grown'
                end
            else 'fallen'
        end as toll_relation
    from met
    inner join statements as earlier on met.earlier_key = earlier.event_key
    inner join statements as later on met.later_key = later.event_key
),

-- The Jaccard index of the wordings: 1 the same words, 0 none in common. Materialized, or each use would count again.
likened as materialized (
    select
        *,
        case
            when both_words_count = 0 then 0 else shared_words_count / (both_words_count - shared_words_count)
        end as wording_likeness
    from compared
),

reasoned as (
    select
        *,
        case
            when not can_be_same_sides then null
            when event_family = 'control_change' then case when is_same_taking then 'same_place_and_day' end
            when not can_be_one_weapon and wording_likeness < 0.5 then null
            when says_another and wording_likeness < 0.75 then null
            when
                toll_relation = 'equal'
                and (shares_specific_place or wording_likeness >= 0.4 or (has_same_places and people_count >= 5))
                then 'same_toll'
            when toll_relation = 'fallen'
                then case
                    when says_corrects and (shares_specific_place or wording_likeness >= 0.5) then 'correction'
                    when wording_likeness >= 0.75 and words_count >= 8 then 'same_wording'
                end
            when toll_relation = 'grown' and says_rises and shares_specific_place then 'toll_rises'
            when wording_likeness >= 0.6 then 'same_wording'
            when toll_relation = 'grown' and shares_specific_place and event_family != 'toll' then 'toll_grown'
            when toll_relation = 'one_without' and shares_specific_place then 'same_place_and_day'
        end as merge_reason
    from likened
),

final as (
    select
        earlier_key,
        later_key,
        earlier_report_id,
        later_report_id,
        merge_reason,
        wording_likeness,
        wording_likeness
        + case toll_relation when 'equal' then 1.0 when 'grown' then 0.3 when 'one_without' then 0.1 else 0 end
        + case when has_same_places then 0.5 else 0 end
        + case when can_be_one_weapon then 0.2 else 0 end
        + case when is_same_occurrence then 0.01 else 0 end as score
    from reasoned
    where merge_reason is not null
)

select * from final
