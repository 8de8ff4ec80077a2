"""The counter (窓口), asked for by 西宮市: nobody writes, waits, goes round or comes.

Procedures as decision tables that can be proved, an interview with few questions, a guide, forms in which each value is
entered once, one case for many sections, tickets and staffing; and the instrument with which the sections themselves
change their counter.

Words: 判定表 decision table, 未確認 unconfirmed, 上書き overlay, 証明 proof, 案件 case, 受付番号 case number, 受付種別 line,
番号札 ticket, 発券機 kiosk, 表示板 board, 予約枠 booking slot, 混み具合 crowding, 当番表 roster, 試算 trial, 聞き取り hearing,
課題カード problem card, 根本原因 root cause, 目指す姿 to-be, 改善工程 improvement step, 業務フロー business flow, 業務の記録 event log.

Rooms of its own: `seeds`, the shipped procedures and forms; `documents`, what is printed; `static`, what pages need in
the browser; `demo_data`, what the demo is made of; `locale`, the English of its own words.
"""
