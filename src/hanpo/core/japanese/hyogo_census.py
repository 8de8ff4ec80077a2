"""How many people live in each of Hyogo's 41 municipalities, and to which region (県民局・県民センター) it belongs.

People: 国勢調査 of 1 October 2020 (令和2年国勢調査 人口等基本集計, 総務省統計局). Regions: the districts of the prefecture's
offices (県民局・県民センター), as its lists of municipalities use them.
"""

from typing import Final

CENSUS_SOURCE: Final = "令和2年国勢調査（総務省統計局、令和2年10月1日現在）"
REGION_SOURCE: Final = "兵庫県の県民局・県民センターの区域"

_REGIONS = """
神戸 281000:1525152
阪神南 282022:459593 282049:485587 282065:93922
阪神北 282073:198138 282146:226432 282171:152321 282197:109238 283011:29680
東播磨 282031:303601 282103:260878 282162:87722 283819:30268 283827:33604
北播磨 282138:38673 282154:75294 282189:47562 282201:42700 282286:40645 283657:19261
中播磨 282014:530495 284424:11231 284432:19377 284467:10616
西播磨 282081:28355 282120:45892 282278:34819 282294:74316 284645:33477 284815:13879 285013:15863
但馬 282090:77489 282227:22129 282251:28989 285854:16064 285862:13318
丹波 282219:39611 282235:61471
淡路 282057:41236 282243:44137 282260:41967
"""
_ROWS = [line.split() for line in _REGIONS.split("\n")[1:-1]]

REGIONS: Final = tuple(name for name, *_ in _ROWS)
"""The ten regions, as the prefecture lists them."""

REGION_OF: Final = {one.partition(":")[0]: name for name, *places in _ROWS for one in places}
"""The region of each municipality by its code."""

PEOPLE: Final = {one.partition(":")[0]: int(one.partition(":")[2]) for _, *places in _ROWS for one in places}
"""How many people live in each municipality, by its code."""
