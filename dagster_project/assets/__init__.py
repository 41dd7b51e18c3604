"""One module a step of the way of the data: raw pages, reports, dbt models, publication, exports."""
