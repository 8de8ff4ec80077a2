"""推進・伴走支援 (hub): the regional-DX programme itself, asked for by Hyogo prefecture and six municipalities.

Programme, municipality and project; steps and gates; the progress sheet on the ladder; half-steps of supporters;
stakeholders; the owner section's workload; meetings and minutes; problems and common issues.

Words: 事業 programme, 取組 project, ステップ step, ゲート gate, 進捗シート progress sheet, はしご ladder, 段 rung,
半歩先の一手 half-step, 関係者 stakeholder, 温度感 warmth, 課題 problem, 共通課題 common issue, 今後の取組 next thing,
会議 meeting, 議事録 minutes, 議題 agenda item, 作業 action item.

Rooms of its own: `preparers`, what the hub makes ready for the tray; `seeds`, step templates, ladder and synonyms to
start from; `documents`, the shape of its PDFs; `static`, the look of its own shapes (ladder, lights, hours);
`demo_data`, what the demo is made of.
"""
