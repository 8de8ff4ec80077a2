"""協議会 (council): what all municipalities are asked, how they come to a decision, and what they run together.

The council of a prefecture and its municipalities surveys its members, weighs options for its own future, asks members
and residents what they think, and runs systems together whose cost it shares. What belongs to the council is a shared
row that every member sees; what one member answers belongs to that member, and to the secretariat that asked.

Words: 協議会 council, 構成員 member, 事務局 secretariat, 調査 survey, 市町の回答 reply, 課長決裁 section lead's approval,
引継ぎ回答 carried-over answer, 質問の蓄積 question bank, 意見の場 conversation, 意見文 statement, 掲載の判断 moderation,
案選び poll, 案 option, 投票用紙 ballot, 決め方 rule, 決定記録 decision record, 共同運営システム joint system,
差異 difference, 費用負担 cost sharing, 負担額 share.

Rooms of its own: `static`, the looks of its pages; `documents`, papers for the meeting; `demo_data`, what the demo is
made of; `locale`, the English of its own words. Its engine is five: `choosing`, `opinion`, `freetext`, `results` and
`sharing`.
"""
