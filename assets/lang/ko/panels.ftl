## Left dock

tab-plan = 계획
tab-layers = 레이어
tab-vessels = 선박

## Layers

layers-counts = 선박 { $vessels }척, 위치 { $fixes }개
layers-span = { $from } ~ { $to }
layers-read = { $n }개 읽음
layers-skipped = { $n }개 건너뜀
layers-repeated = { $n }개 중복
layers-repaired = { $n }개 수정
layers-zones = 해역
layers-no-zones = 열려 있는 해역이 없습니다. 셰이프파일(.shp, .zip), GeoJSON, KML 파일을 창에 끌어다 놓으십시오.
layers-open-zones = 해역 열기…
layers-chart = 해도
layers-silence = 두절 기준
layers-tracks = 항적
layers-no-tracks = 열려 있는 항적이 없습니다. AIS 파일(CSV, GeoJSON, 셰이프파일, .gz·.zst·.zip도 가능)을 창에 끌어다 놓으십시오.
layers-open-tracks = 항적 열기…
layers-colour-by = 색상 기준
layers-report = 보고서…
layers-export = 내보내기…
layers-export-tip = 선택한 선박의 항적을, 선택이 없으면 전체를 파일로 씁니다
layers-close = 닫기
layers-close-tip = 모든 항적을 닫습니다. 파일은 그대로 남습니다
layers-close-layer = 이 레이어를 닫습니다. 파일은 그대로 남습니다
layers-zoom = 이 레이어 보기
layers-colour = 이 레이어의 색상
layers-list = 해역 목록
layers-adopt-tip = 표시된 해역을 계획에 복사하여 편집하고 공유할 수 있게 합니다
list-tip = 클릭하여 선택, 두 번 클릭하여 이동
layers-any-attribute = 모든 속성
layers-contains = 포함하는 글자…
layers-silence-tip = 두 위치 사이가 이보다 오래 비면 항해한 길로 그리지 않고 점선으로 그립니다. 그 선박의 보통 간격의 열 배 이하이면 두절로 보지 않습니다. 따로 고르지 않으면 4시간입니다
hours = { $n }시간
layers-show-tip = 이 레이어를 표시하거나 숨깁니다
layers-show = { $name } 표시
layers-shown = { $all }개 중 { $n }개 표시 · { $report }
layers-adopt = { $n }개를 계획으로 가져오기
zone-nth = 해역 { $n }
layers-filter = { $name }: 글자로 거르기
layers-filter-field = { $name }: 필터할 속성

## Plan

plan-unnamed = 이름 없는 { $kind }
period-from = { $from }부터
period-until = { $to }까지
plan-to-front = 맨 앞으로 가져오기
plan-to-back = 맨 뒤로 보내기
plan-order-tip = 그리는 순서에서의 자리
plan-empty = 계획이 비어 있습니다. 지도에 구역을 그리거나, 좌표를 입력하거나, 파일의 해역을 가져오십시오.
plan-filter = 계획의 도형 찾기
plan-filter-hint = 이름, 종류, 묶음, 임무
plan-filter-tip = 이름, 종류, 묶음, 임무, 비고에 이 글자가 있는 도형만 나열합니다. Esc로 지웁니다.
plan-filter-count = { $all }개 중 { $n }
plan-filter-clear = 검색어 지우기
plan-filter-none = 이 글자가 있는 도형이 없습니다.
plan-group = 묶음 { $name }, 도형 { $n }개
plan-group-tip = 클릭하여 접거나 펼칩니다

## Timeline

timeline-tip =
    { $from } ~ { $to }
    손잡이나 그 사이를 끌어 옮깁니다
timeline-empty = 열린 항적의 시간별 통항량이 여기에 나타나며, 지도에 보일 시간 범위를 좁힐 수 있습니다.
timeline-moment = 모든 위치가 같은 시각의 것입니다.
timeline-all = 전체 시간
timeline-all-tip = 항적 전체를 다시 표시합니다
timeline-window = 시간 범위

## Player

speed-1-min = 초당 1분
speed-10-min = 초당 10분
speed-1-h = 초당 1시간
speed-6-h = 초당 6시간
tail-minutes = 꼬리 { $n }분
tail-hours = 꼬리 { $n }시간
tail-hours-minutes = 꼬리 { $hours }시간 { $minutes }분
player-back = 한 단계 이전 (,)
player-pause = 멈춤 (Space)
player-play = 시간 재생 (Space)
player-on = 한 단계 다음 (.): 재생 1초에 지나가는 만큼
player-speed = 시간이 흐르는 빠르기
player-follow = 선택한 선박 따라가기 (K)
tail-whole = 꼬리 전체
player-tail = 선박마다 뒤에 그리는 꼬리의 길이

## Status line

status-waiting = { $title }: 대기 중
status-rows = { $n }행
status-rate-m = 초당 { $n }백만 행
status-rate-k = 초당 { $n }천 행
status-seconds-left = { $n }초 남음
status-minutes-left = { $n }분 남음
status-more = {", "}외 { $n }건
status-notices = 실패 { $errors }건, 주의 { $warnings }건. 알림 기록을 엽니다
status-no-pointer = 포인터를 지도 위로 옮기면 위치가 표시됩니다
status-pointer-tip = 포인터의 위치. 표기 방식은 보기 메뉴에서 바꿉니다
status-waters-tip = 포인터가 있는 수역: 해도의 해안선으로 계산한 것이거나, 공식 경계와 그 출처에 따른 것
status-range-tip = 선택한 것에서 포인터까지의 거리와 진방위
cancel = 취소
status-cancel-tip = 이 작업을 멈추고 메모리를 돌려줍니다

## Vessels

vessels-to-speed = 최고 { $speed }
vessels-fixes = 위치 { $n }개
vessels-filters-n = 필터 ({ $n })
vessels-looking-short = 찾는 중…
vessels-all = 전체 { $n }척
vessels-of = { $all }척 중 { $n }척
vessels-empty = 열린 항적 파일의 선박이 여기에 나열됩니다.
vessels-looking = 선박을 찾는 중…
vessels-filters = 필터
vessels-hint = 선명, MMSI, IMO, 호출부호
vessels-search = 선박 검색
vessels-search-tip =
    선명의 일부. 지금은 쓰지 않는 이름도 찾고, 한글은 초성으로도 찾습니다(ㅎㅇ으로 한영을 찾음)
    화살표 키로 목록을 오가고, Enter로 그 선박을 봅니다
vessels-filters-tip = 선종, 국적, 속력, 길이, 구역, 시간
vessels-clear = 지우기
vessels-clear-tip = 필터와 검색어를 지우고 전체를 나열합니다
vessels-descending = 높은 것부터. 클릭하면 낮은 것부터
vessels-ascending = 낮은 것부터. 클릭하면 높은 것부터
vessels-order = 나열 순서
vessels-none-text = 선명, MMSI, IMO 번호, 호출부호에 이 글자가 있는 선박이 없습니다. 글자를 줄여 보십시오.
vessels-none-both = 필터를 통과한 선박 가운데 선명, MMSI, IMO 번호, 호출부호에 이 글자가 있는 것이 없습니다.
vessels-none-filters = 필터를 통과한 선박이 없습니다. 선박이 알리지 않은 값은 어느 범위에도 들지 않습니다.
vessels-clear-both = 필터와 검색어 지우기
vessels-clear-search = 검색어 지우기
vessels-tip = 클릭하여 선택, Ctrl-클릭으로 더 선택, 두 번 클릭하여 이동

## Filters

filter-from = { $name } 하한
filter-to = { $name } 상한
filter-between = ~
fault-number = 여기에는 { $example } 같은 숫자를 씁니다
filter-selected = { $name } (선택됨)
not-stated = 알리지 않음
filter-type = 선종
filter-flag = 국적
filter-named = 이상 징후
filter-named-tip = 이상 징후에 나오는 선박만: 숨김, 기각, 일상적이거나 불확실한 이상 징후는 빼고
filter-on-list = 감시 목록에 있음
filter-in-finding = 이상 징후에 나옴
filter-no-flag = 없음
filter-speed = 최고 속력
filter-speed-tip = 선박이 알린 가장 높은 대지속력
filter-length = 길이
filter-length-tip = 선박이 알린 전장
filter-window-tip = 지금은 타임라인이 전체 시간입니다. 좁히면 목록도 따라갑니다
filter-in-window = 시간 범위 안에 그 구역에 있었음
filter-heard = 시간 범위 안에 수신됨
filter-only = 지도에 이 선박만 표시
filter-only-tip = 다른 선박의 항적은 지도에서 숨깁니다. 선택한 것은 남습니다
filter-any = 전체
filter-any-bound = 무관
filter-anywhere = 어디든
filter-was-in = 있었던 곳
filter-no-areas = 구역을 그리면 그 안에 있었던 선박이 나열됩니다

## Empty window

empty-drop = 놓으면 파일 { $n }개를 엽니다
empty-begin = 시작
empty-drop-tip = 항적은 합치고, 해역은 레이어가 되며, 계획은 열린 계획을 대신합니다
empty-here = 여기에 파일을 놓으십시오
empty-kinds = 선박 항적, 초계구역, 계획, 지도: 파일의 종류는 내용을 보고 알아냅니다.
empty-recent = 최근 파일

## Colours

colour-red = 빨강
colour-orange = 주황
colour-amber = 호박색
colour-green = 초록
colour-teal = 청록
colour-cyan = 하늘색
colour-blue = 파랑
colour-indigo = 남색
colour-violet = 보라
colour-pink = 분홍
colour-brown = 갈색
colour-grey = 회색
fault-colour = 색상은 #rgb 또는 #rrggbb로 씁니다
colour-hex = #rrggbb 색상
colour-own = 원래 색상으로

## Title bar

title-read-only = 읽기 전용
title-edited = 편집됨
title-unsaved = 아직 파일로 저장하지 않음
title-now = 이 컴퓨터의 시계에 따른 현재 UTC 시각
title-online = 온라인 지도 켜짐
title-online-tip = 지도를 네트워크에서 받아 옵니다. 보기 메뉴의 지도와 해도 자료에서 끕니다
title-offline = 오프라인
title-offline-tip = 온라인 지도를 켜기 전에는 아무것도 보내거나 받지 않습니다
title-encrypted = 계획이 암호화되어 있습니다
title-handling = 계획의 취급 표시. 모든 그림에도 표시됩니다

## Under the pointer

zone-nth-of = { $layer }의 해역 { $n }
zone-of = { $layer }의 해역
hover-at = { $time }
hover-last = 최근 { $state }
water-computed = { $zone }(계산)
notice-close = 닫기. 알림 기록에는 남습니다
hover-beneath = 클릭 후 Tab: 아래에 { $n }개 더

## What is here

here-select = 선택: { $name }
here-copy-tip = { $form }. 클릭하여 복사
here-coast = 가장 가까운 해안 { $distance }
here-port = 가장 가까운 항구 { $port }
here-unit-nth = 부대 { $n }
here-mark-nth = 표지 { $n }
here-title = 이곳에 있는 것
here-measure = 여기서부터 재기
here-circle = 여기를 중심으로 원 그리기
here-centre = 여기를 지도의 중심으로
here-put-unit = 여기에 부대 놓기
here-put-class = 여기에 함급별 부대 놓기
here-put-mark = 여기에 표지 놓기
here-copy = 복사
months = 1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월
day-and-month = { $month } { $day }일

## The picture of the traffic

layers-picture = 교통 그림
layers-picture-tip = 항적 아래에 깔리는 그림: 선박이 어디에서 몇 시간을 보내는지, 또는 이상 징후가 있는 곳에 비해 순찰이 얇은 곳
picture-none = 없음
picture-density = 교통 밀도
picture-enforcement = 이상 징후 대비 순찰
picture-class = 선박
picture-all-classes = 모든 종류
picture-in-window = 시간 창 안에서만
picture-in-window-tip = 시간표의 창에 드는 것만 셉니다. 아니면 항적 전체 기간을 셉니다
picture-density-title = km²당 월간 선박 시간
picture-enforcement-title = 이상 징후 대비 순찰
picture-cover-none = 이상 징후 있음, 세력 없음
picture-cover-thin = 이상 징후에 비해 순찰이 얇음
picture-cover-fair = 이상 징후만큼 또는 그 이상 순찰
picture-here-density = 이곳: { $density } ({ $hours }시간)
picture-here-cover = 이곳: 이상 징후 { $n }건, 세력 { $hours }시간
picture-counting = 다시 세는 중…
