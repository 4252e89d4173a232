"""Portfolio: the competencies that a programme wants shown, by *ratings* of different *assessors*.

A rating is one assessor's ticks about one competency on one day; its *level* follows from them. A competency is *shown*
once enough assessors found it met and it was observed as often as the programme asks; something *critical* that is seen
later *reopens* it.
"""
