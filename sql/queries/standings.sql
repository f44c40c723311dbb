/* How far each research question can be answered for a region, and for the nation. */

select
    question,
    region_code,
    status,
    reason
from pub_questions
where region_code in ($region_code, 'NL')
order by question, region_code
