"""様式 (forms): every question asked anywhere in Hanpo, on the page, on a phone, on paper and in Excel.

A form is a versioned definition over a shared item dictionary (GIF core vocabulary): procedures' forms, surveys,
予診票, assessment and hearing sheets, visitor questionnaires and scales are all one thing. Ground package: fields use
it, and it knows none of them. It offers the definition and its editor, filling in, reading back from Excel, documents
and aggregates; who may fill in what, and what a sent response sets going, is said by the field.

Words: 様式 form, 項目 item, 項目辞書 item dictionary, 回答 answer, 回答票 response, 代理入力 proxy entry,
事前入力 prefill, 下書き draft, 出どころ origin, 秘匿 suppression.

Rooms of its own: `preparers`, the end of keeping answers; `seeds`, the item dictionary; `documents`, forms on paper;
`static`, the look of questions and the keeping of unsent input; `demo_data`, what the demo is made of; `locale`, the
English of its own words.
"""
