"""The counter (窓口), asked for by 西宮市: nobody writes, waits, goes round or comes.

Procedures as decision tables that can be proved, an interview with few questions, a guide, forms in which each value is
entered once, one case for many sections, tickets and staffing; and the instrument with which the sections themselves
change their counter.

Rooms of its own: `seeds`, the shipped procedures and forms; `documents`, what is printed; `static`, what pages need in
the browser; `demo_data`, what the demo is made of; `locale`, the English of its own words.
"""
