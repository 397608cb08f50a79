## Shortcuts, notices, about

shortcut-back = 한 단계 물러나기
shortcut-finish = 그리기 끝내기
shortcut-take-back = 마지막 꼭짓점 무르기
shortcut-beneath = 아래에 겹친 것 선택
shortcut-zoom = 포인터를 중심으로 확대·축소
shortcut-pan = 도구와 관계없이 지도 옮기기
shortcut-corners = 구역의 꼭짓점 편집
key-wheel = 휠
key-middle-drag = 가운데 버튼으로 끌기
about-purpose = 계획 수립, 감시, 법적 근거 검토를 돕는 도구입니다. 무기, 표적, 무력 사용은 다루지 않습니다. 계산한 경계는 법적 기선이 아니며, 일치는 살펴볼 까닭일 뿐 판정이 아니고, 해도는 항해용이 아닙니다.
about-palette = { $action }에 모든 명령이 있습니다.
shortcuts-map = 지도에서
shortcuts-title = 단축키
notices-title = 알림 기록
notices-empty = 프로그램이 알린 모든 것이 여기에 남습니다.
about-title = Cordon 정보
about-motto = 해상에서의 유엔 제재 이행을 계획합니다. 망치가 아니라 메스입니다.
about-sources = 해도의 출처
about-typeface = 글꼴: Pretendard (SIL Open Font License 1.1). 아이콘: Material Symbols (Apache 2.0).

## Plan details

details-title = 계획 정보
details-name = 제목
details-name-tip = 제목 표시줄과 모든 그림에 표시됩니다
details-author = 작성자
details-author-tip = 계획의 책임자
details-handling = 취급
details-handling-tip = 모든 그림의 위와 아래에 표시되는 취급 표시
apply = 적용

## Export tracks

export-window = 시간 범위만, { $from } – { $to }
export-title = 항적 내보내기
export-selected = 선택한 선박
export-listed = 선박 목록에 보이는 것
export-all = 모든 선박
export-formats = 형식은 파일의 확장자로 정해집니다: .csv, .geojson, .kml, .gpx, .parquet, 그리고 가장 빨리 열리는 .cordon.
export-choose = 파일 고르기…
export-window-tip = 그 앞뒤의 위치는 빠집니다. 양 끝 시각은 범위에 들어갑니다
export-only-window = 시간 범위만
export-window-off = 타임라인이 전체 시간입니다. 일부만 내보내려면 좁히십시오

## Map and chart sources

maps-names-in = 지명 언어
maps-own-hint = PMTiles, MBTiles, 또는 z/x/y 타일 폴더(벡터나 그림). 창에 끌어다 놓거나 여기서 추가합니다. 타일이 없는 곳에는 내장 해도가 그대로 보입니다.
maps-online-hint = 시작할 때마다 꺼져 있으며 직접 켜야 합니다. 켜면 서버가 어느 해역을 보는지 알게 됩니다. 한 번 본 타일은 이 컴퓨터에 보관됩니다.
maps-unusable = 쓸 수 없습니다: { $cause }
maps-address = { $tile } 자리가 있는 주소
maps-title = 지도와 해도 자료
maps-bundled = 내장 해도
maps-bundled-hint = 네트워크 없이 언제나 쓸 수 있습니다. 항해용이 아닙니다.
maps-names = 지명
maps-depths = 수심
maps-limits = 경계선, NLL, MDL
maps-limits-tip = 해안선으로 계산한 12해리와 24해리, 북방한계선, 군사분계선
maps-graticule = 경위선
maps-both = 둘 다
maps-own = 사용자 지도
maps-add-file = 추가…
maps-add-tip = 지도 파일 고르기
maps-or-path = 또는 경로 입력
maps-add = 추가
maps-remove = 이 지도를 목록에서 뺍니다. 파일은 그대로 남습니다
maps-down = 아래로
maps-up = 위로
maps-online = 온라인 지도
maps-credit = 소유자가 요구하는 출처 표기
maps-fetch = 네트워크에서 지도 받기

## Import report

report-read = 읽음
report-kept = 남김
report-repeated = 중복되어 한 번만 남김
report-skipped = 건너뜀
report-repaired = 수정
report-skipped-why = 건너뜀: { $reason }
report-repaired-why = 수정: { $reason }
report-where = 위치: 처음 { $n }건
report-line = {", "}{ $line }행
report-zone = 시간대가 없는 시각은 { $zone }로 보았습니다
report-title = 가져오기 보고서
report-empty = 아직 가져온 것이 없습니다. 무엇을 읽고, 남기고, 건너뛰었는지 여기에 나열됩니다.
report-save = 보고서 저장…
report-save-tip = 이 내용을 모두 JSON 파일로 씁니다
report-why = 까닭

## Files

path-open = 파일 열기
path-save-plan = 계획 저장
path-export-plan = 계획 내보내기 (.geojson, .kml, .kmz, .gpx, .shp, .csv, .gpkg, .tak.zip)
path-export-tracks = 항적 내보내기 (.cordon, .csv, .geojson, .kml, .gpx)
path-picture = 지도 그림 저장 (.png, .svg)
path-report = 가져오기 보고서 저장 (.json)
path-waiting = 시스템의 파일 대화 상자를 기다리는 중
path-waiting-hint = 거기서 고르거나, 없이 계속하십시오.
path-instead = 경로를 직접 입력
path-none = 여기서는 파일 대화 상자를 띄울 수 없으니 경로를 입력하십시오.
path-several = 여러 경로는 세미콜론으로 구분합니다. 파일을 창에 끌어다 놓아도 됩니다.
path-replaces = 같은 이름의 파일이 이미 있으며, 새것으로 바뀝니다.
save = 저장
open = 열기
path-files = 파일

## New area

shape-polygon = 다각형
shape-rectangle = 사각형
shape-circle = 원
shape-line = 선
shape-mark = 표지나 부대
new-area-period-tip = 본문에서 읽은 기간입니다. 연도가 없으면 가장 가까운 해로 봅니다. 속성 패널에서 바꿉니다.
new-area-given = 위치 { $n }개를 받았습니다. 필요한 것: { $wanted }.
new-area-radius-unit = 반지름은 5 nm, 9.3 km, 500 m처럼 단위와 함께 씁니다
new-area-size = 면적 { $area }, 둘레{" "}
new-area-crosses = 윤곽선이 스스로 엇갈립니다. 꼭짓점의 순서가 맞습니까?
wants-polygon = 꼭짓점 셋 이상, 둘레를 도는 순서대로
wants-rectangle = 마주 보는 두 모서리
wants-circle = 중심
wants-line = 점 둘 이상, 순서대로
wants-mark = 한 곳
new-area-title = 좌표로 새 구역 만들기
new-area-hint = 흔히 쓰는 형식의 위치를 한 줄에 하나씩, 또는 한국어·영어·중국어·일본어 항행경보 원문을 그대로 넣습니다.
new-area-add = 계획에 추가
new-area-coordinates = 좌표
new-area-understood = 읽은 내용
new-area-as-you-go = 입력하는 대로 읽어, 추가하기 전에 여기에 보여 줍니다.

## Questions

zone-korea = 한국, KST (UTC+9)
zone-china = 중국 (UTC+8)
zone-japan = 일본, JST (UTC+9)
time-auto = 보고 알아내기
time-day-first = 일, 월, 년
time-month-first = 월, 일, 년
time-unix = 1970년부터의 초
time-unix-ms = 1970년부터의 밀리초
zone-utc = UTC
role-mmsi = MMSI
role-time = 시각
role-lat = 위도
role-lon = 경도
role-sog = SOG, 노트
role-cog = COG, 도
role-heading = 선수방위, 도
role-status = 항해 상태
role-name = 선명
role-imo = IMO 번호
role-call-sign = 호출부호
role-type = 선종
role-length = 길이, m
role-width = 폭, m
role-draught = 흘수, m
role-destination = 목적지
role-dim-a = 안테나에서 선수까지, m
role-dim-b = 안테나에서 선미까지, m
role-dim-c = 안테나에서 좌현까지, m
role-dim-d = 안테나에서 우현까지, m
ask-zone = 어느 시간대의 시각입니까: { $files }
ask-columns = 어느 열이 무엇입니까: { $files }
ask-columns-hint = Cordon이 모르는 머리글입니다. 열마다 위에서 내용을 고르십시오. 이름에서 짐작한 것은 이미 채워 두었습니다.
ask-column = 열의 내용: { $name }
ask-this-file = 이 파일
and-more = { $name } 외 { $n }개
ask-missing = 더 필요함: { $columns }
ask-twice = 두 열이 모두 { $column }입니다. 하나를 빼십시오
ask-unsaved = 바뀐 내용을 저장하시겠습니까: { $plan }
untitled-plan = 제목 없는 계획
recover-of = { $name }, 항목 { $n }개, 마지막 편집 { $time }
recover-never-saved = 항목 { $n }개, 저장한 적 없음, 마지막 편집 { $time }
ask-zone-hint = 시각에 시간대가 적혀 있지 않습니다. Cordon은 모든 시각을 UTC로 다루므로, 시간대가 틀리면 모든 선박이 몇 시간씩 어긋납니다.
ask-zone-other = 또는 다른 시간대(+09:00, Asia/Vladivostok 등)
ask-read = 파일 읽기
ask-not-used = — (쓰지 않음)
ask-time-format = 시각의 표기
ask-unsaved-hint = 저장하지 않으면 마지막 저장 이후 편집한 내용을 잃습니다.
dont-save = 저장 안 함
recover-title = 저장하지 않은 작업을 찾았습니다
recover-hint = 이전에 저장하지 않고 끝난 작업이 있습니다. 이어서 하시겠습니까?
recover-take-up = 이어서 하기
recover-later = 나중에
recover-later-tip = 다음에 시작할 때 다시 물어봅니다
recover-discard = 버리기
recover-discard-tip = 보관된 기록을 지웁니다
versions-title = 버전
versions-tip = 이 컴퓨터에서 저장한 이 계획의 버전입니다. 최신 순서입니다.
versions-wait = 찾는 중…
versions-none = 아직 없습니다. 저장할 때마다 하나씩 남습니다.
versions-line = {$time}   도형 {$n}개   {$author}
versions-choose = 버전을 클릭하면 그 뒤로 바뀐 것을 보여 줍니다.
versions-since = 그 뒤로 바뀐 것 {$n}건
change-added = {$name}: 추가됨
change-removed = {$name}: 삭제됨
change-changed = {$name}: {$what}
versions-go-back = 이 버전으로 돌아가기
versions-go-back-tip = 다른 편집과 같습니다. 되돌리기로 지금 상태를 되찾을 수 있습니다.
conflicts-title = 해결할 충돌: {$n}
conflicts-tip = 두 버전에서 서로 다르게 바뀌었습니다. 결정할 때까지 우리 것이 남으며, 파일에는 둘 다 보관됩니다.
conflicts-show = 지도에서 보기
conflicts-plan = 계획
conflicts-ours = 우리
conflicts-theirs = 상대방
conflicts-keep-ours = 우리 것 유지
conflicts-take-theirs = 상대방 것 사용
changed-title = 다른 사람이 계획 파일을 바꿨습니다
changed-hint = {$file}: 여기서 열었을 때와 다릅니다. 상대방의 변경을 받아들이면 양쪽에서 바꾼 것이 합쳐지고, 다른 것은 나란히 보여 주며, 되돌릴 수 있습니다.
changed-merge = 변경 받아들이기
changed-later = 나중에
changed-later-tip = 잃는 것은 없습니다. 저장하면 상대방 버전이 다른 이름으로 옆에 보관됩니다.
path-merge-plan = 상대방 버전과 병합
path-briefing = 브리핑 문서 저장 (.pdf, .html)
losses-title = 이 형식에는 계획 전부를 담을 수 없습니다
losses-hint = {$file}: 다음 내용 없이 쓰게 됩니다. 계획 자체는 그대로입니다.
losses-write = 그래도 쓰기
new-area-assumed = 시간대가 적혀 있지 않아 { $zone }(으)로 읽었습니다
new-area-remark = 비고에 남김: { $words }
