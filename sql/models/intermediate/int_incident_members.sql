-- Each statement with its incident: the first statement of the chain that it is linked to.
with recursive statements as (
    select * from {{ ref('int_incident_statements') }}
),

links as (
    select * from {{ ref('int_incident_links') }}
),

chains as (
    select
        statements.event_key,
        statements.event_key as first_key
    from statements
    anti join links on statements.event_key = links.event_key
    union all
    select
        links.event_key,
        chains.first_key
    from links
    inner join chains on links.merged_with_key = chains.event_key
),

final as (
    select
        chains.event_key,
        chains.first_key,
        first_statements.statement_id as incident_id,
        statements.report_id,
        row_number() over (
            partition by chains.first_key
            order by statements.published_at nulls first, statements.report_id, statements.event_index
        ) as statement_number,
        coalesce(links.merge_reason, 'first') as merge_reason,
        links.merged_with_key,
        links.wording_likeness
    from chains
    inner join statements on chains.event_key = statements.event_key
    inner join statements as first_statements on chains.first_key = first_statements.event_key
    left join links on chains.event_key = links.event_key
)

select * from final
