with seed as (
    select * from {{ read_seed('retelling_words.csv') }}
),

renamed as (
    select distinct
        word,
        unnest({{ words_of('word') }}) as word_hash,
        kind,
        language as language_code
    from seed
)

select * from renamed
order by kind, word
