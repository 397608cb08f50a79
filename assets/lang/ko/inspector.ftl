## A feature

field-legal-basis = 법적 근거
field-legal-basis-hint = 어떤 근거로: 결의, 기국의 동의…
field-remarks = 비고
field-remarks-hint = 그 밖의 사항
field-name = 이름
field-task = 임무
field-task-hint = 여기에서 할 일
unit-unknown-tip = 이 계획에는 식별자가 { $id }인 부대가 없습니다
unit-unknown-id = 알 수 없는 부대 { $id }…
unit-unknown = 알 수 없는 부대
unit-show = 보기: { $name }
fact-area = 면적
fact-perimeter = 둘레
fact-length = 길이
section-craft = 부대 제원
section-period = 기간
section-units = 부대
section-place = 위치
section-grounds = 근거와 비고
section-colour = 색상
field-kind = 종류
units-tip = 표시한 부대가 여기에 배정됩니다
units-none = 계획에 아직 부대가 없습니다. 지도를 오른쪽 클릭하여 “여기에 부대 놓기”를 고르십시오.
style-outline = 윤곽선
style-outline-colour = 윤곽선 색상
style-outline-width = 윤곽선 굵기(포인트)
style-fill = 채우기
style-fill-colour = 채우기 색상
style-opacity = 채우기 불투명도
style-of-kind = 종류별 기본 색상
style-of-kind-tip = 따로 정한 색상을 없앱니다
style-default = 기본값

## What is selected

key-click = 클릭
key-shift-click = Shift-클릭
key-right-click = 오른쪽 클릭
key-double-click = 두 번 클릭
several = { $n }개 선택됨
several-export = 항적 { $n }개 내보내기…
nothing-selected = 선택한 것 없음
nothing-selected-hint = 지도에서 선박, 구역, 해역을 클릭하면 알려진 내용과 바꿀 수 있는 것이 여기에 나타납니다.
nothing-click = 맨 위의 것을 선택
nothing-tab = 그 아래의 것으로 넘어감
nothing-shift-click = 더 선택
nothing-right-click = 그곳에 있는 것을 알려 줌
nothing-double-click = 구역의 꼭짓점을 편집
nothing-palette = 그 밖의 모든 것을 찾음
several-only = 이것만 선택
several-export-tip = 선택한 선박의 항적을 파일로 씁니다
zoom-to = 확대 보기
zone-adopt = 계획으로 가져오기
zone-adopt-tip = 이 해역을 계획에 복사하여 편집, 저장, 공유할 수 있게 합니다. 파일은 그대로 남습니다

## Period

fault-moment = 시각은 2018-01-16 03:00(UTC)처럼 씁니다. 비워 두면 기한이 없습니다
period-from-utc = 시작 UTC
period-to-utc = 종료 UTC
period-backward = 시작하기 전에 끝납니다

## Craft

craft-not-stated = 정하지 않음
field-craft = 종별
field-nation = 국가
field-base = 기지
field-cruising = 순항 속력
field-best-speed = 최대 속력
field-endurance = 지속 시간
field-sweep-width = 탐색 폭
field-on-station = 임무 구역 배치 기간
field-availability = 가용 기간
craft-nation = 국가
craft-base = 기지
craft-cruising = 순항 속력
craft-best-speed = 최대 속력
craft-endurance = 지속 시간
craft-sweep-width = 탐색 폭
craft-sweep-small = 탐색 폭, 소형
craft-sweep-large = 탐색 폭, 대형
craft-sweep-other = 같음
craft-on-station-from = 배치 시작
craft-on-station-to = … 종료
craft-on-station-less = 이 기간 지우기
craft-on-station-more = 배치 기간 추가
craft-on-station-tip = 가용 기간 안에서 파견할 수 있는 때입니다. 없으면 가용 기간 전체입니다.
craft-type = 종별
craft-free-from = 가용 시작
craft-free-to = 가용 종료
fault-nation = 국가는 KOR, USA처럼 세 글자로 씁니다(ISO 3166-1)

## Place

fault-length = 길이는 5 nm, 9.3 km, 500 m처럼 단위와 함께 씁니다
fault-bearing = 진방위는 0도 이상 360도 미만으로 씁니다
place-centre = 중심
place-radius = 반지름
place-sw = 남서 모서리
place-ne = 북동 모서리
place-inner = 안쪽 반지름
place-outer = 바깥쪽 반지름
place-from-bearing = 시작 방위
place-to-bearing = 끝 방위
place-half-width = 반폭
place-point = 점 { $n }
place-position = 위치
place-vertices = 꼭짓점 { $n }개
place-delete-vertex = 꼭짓점 { $n } 삭제
place-insert-vertex = 꼭짓점 { $n } 다음에 꼭짓점 넣기
place-vertex = 꼭짓점 { $n }
place-polygon-tip = 이후로는 꼭짓점을 하나씩 옮길 수 있으며, 더는 원이나 사각형이 아닙니다
place-polygon = 다각형으로 편집
place-none = 위치가 없습니다.

## Speed over time

plot-no-speed = 속력 없음
plot-click = 클릭: 그 시각으로
plot-name = 시간에 따른 속력
plot-never = 속력을 알린 적이 없습니다
plot-one-fix = 위치가 하나뿐이라 변화가 없습니다

## A zone

fact-source = 출처
fact-crs = 좌표계

## A vessel

track-first = 첫 위치
track-last = 마지막 위치
track-spans = 기간
track-sailed = 항해 거리
track-longest = 가장 긴 두절
track-silences = 두절
track-fastest = 최고 SOG
track-median = 중앙값 SOG
identity-fact-name = 선명
identity-flag = MMSI로 본 국적
identity-fact-call-sign = 호출부호
identity-fact-type = 선종
identity-fact-length = 길이
identity-fact-draught = 흘수
identity-fact-destination = 목적지
vessel-word = 선박
vessel-changed = 식별 정보를 { $n }번 바꿈
vessel-heading = 선수방위 { $heading }
vessel-copy = 복사: { $form }
vessel-first-heard = 처음 수신 { $time }
vessel-later-changes = 이후 변경 { $n }건 더
identity-name = 선명
identity-imo = IMO
identity-call-sign = 호출부호
identity-type = 선종
identity-length = 길이
identity-width = 폭
identity-draught = 흘수
identity-destination = 목적지
vessel-wrong-imo = { $imo }(검사 숫자 틀림)
track-fixes = 위치 수
track-sailed-as-heard = { $distance }(수신 기준)
track-unseen = 미확인
track-unseen-in = 두절 { $n }회에 적어도 { $distance }
track-since = {", "}{ $time }부터
track-sog = SOG
track-never = 알린 적 없음
track-none = 없음
duration-min = { $minutes }분
duration-h = { $hours }시간 { $minutes }분
duration-d = { $days }일 { $hours }시간
vessel-changed-tip = 선명, 번호, 선종, 크기. 아래를 보십시오
section-last = 최근 위치
section-speed = 시간에 따른 속력(노트)
section-track = 항적
track-adding = 계산 중…
section-identity = 식별 정보
section-changes = 식별 정보 변경
vessel-zoom = 항적 보기
vessel-export = 항적 내보내기…
vessel-export-tip = 이 선박의 항적을 파일로 씁니다
vessel-heard = 수신
vessel-sailing = 항해
form-short-decimal = 십진 도
form-short-ddm = 도·분
form-short-dms = 도·분·초
jump-start = 시작
jump-start-tip = 항적이 시작되는 곳
jump-end = 끝
jump-end-tip = 항적이 끝나는 곳
jump-silence = 두절
jump-silence-tip = 가장 긴 두절: 신호가 끊긴 곳에서 다시 수신된 곳까지
jump-fastest = 최고 속력
jump-fastest-tip = 가장 높은 속력을 알린 곳
jump-to = 이동
place-geodesic = 변은 측지선입니다
place-geodesic-tip = 꼭짓점 사이의 최단 거리선입니다. 항행경보가 뜻하는 선이며, 면적이 맞도록 파일에 점을 충분히 넣습니다.
law-heading = 이 수역에서 법이 요구하는 것
section-waters = 어느 나라 수역
waters-wait = 확인하는 중…
waters-share = { $zone }, { $size }
waters-zone = 수역
waters-coast = 가장 가까운 해안
waters-port = 가장 가까운 항구
waters-basis-tip = 수역의 근거입니다. 공식 경계 파일을 열면 계산된 경계보다 우선합니다.
spill-part = {$state} {$zone}에 {$percent}

## Whom an area would stop

section-scalpel = 누구를 멈추게 하는가
scalpel-no-tracks = 항적을 열면 이 구역이 해당 기간에 멈추게 할 선박을, 표시된 선박과 적법한 선박 모두 보여 줍니다.
scalpel-nobody = 없음: 해당 기간에 구역 안을 지난 항적이 없습니다.
scalpel-stops = 선박 { $n }척을 멈춤: 표시 { $flagged }척, 적법 { $lawful }척
scalpel-bar-tip = 멈추게 할 선박 중 왼쪽은 표시된 선박, 오른쪽은 적법한 선박입니다. 적법한 선박이 이 구역의 비용입니다.
scalpel-hours-name = 구역 안 시간
scalpel-hours = 표시 { $flagged }시간, 적법 { $lawful }시간
scalpel-precision = 정밀도
scalpel-precision-of = 멈추는 선박의 { $percent }가 표시된 선박
scalpel-recall = 재현율
scalpel-recall-of = 이곳의 표시된 선박 { $all }척 중 { $n }척({ $percent })
scalpel-recall-none = 이 기간 이곳에 표시된 선박 없음
scalpel-by-flag = 적법 선박의 국적
scalpel-by-class = 적법 선박의 종류
scalpel-no-flag = 알 수 없음
scalpel-others = 그 밖 { $n }
scalpel-vessel = { $name }, { $hours }시간
scalpel-searching = 이상 징후를 아직 찾는 중입니다. 표시된 선박이 더 늘어날 수 있습니다.
scalpel-flagged-are = 표시: 기각되지 않은 보통 이상 확신의 이상 징후에 나오거나 감시 목록에 있는 선박. 표시는 살펴볼 이유일 뿐 판정이 아닙니다.
scalpel-shrink = 안쪽 표시된 항적의 볼록 껍질로 줄이기
scalpel-shorten = 표시된 항적에 맞추어 기간 줄이기: { $from } ~ { $to }
scalpel-shift = 기간 옮기기: { $from } ~ { $to }
scalpel-saves = 적법 선박 { $before }척 대신 { $after }척, 그 시간 { $hours_before }시간 대신 { $hours_after }시간. 놓치는 표시된 선박은 없습니다.
scalpel-follow = 적용
scalpel-follow-tip = 구역을 이렇게 바꿉니다. 실행 취소 한 번으로 되돌립니다

## 선박과 만날 수 있는 부대

meet-title = 만날 수 있는 부대
meet-no-units = 이 계획에 부대가 없습니다. 그리기 → 함급별 부대로 지도에 부대를 놓으면, 그 부대가 언제 어디서 이 선박과 만날 수 있는지와 그곳에서 법이 요구하는 것을 보여 줍니다.
meet-chart-wait = 해도를 읽는 중…
meet-goes = 선박 가정
meet-goes-course = 침로대로
meet-goes-route = 항적을 따라
meet-goes-to = 항구나 장소로
meet-goes-to-place = { $place }(으)로
meet-goes-tip = 선박에 대한 가정: 마지막 위치의 침로와 속력 그대로, 기록된 항적이나 지난 항로를 따라, 또는 육지를 돌아 어떤 곳으로
meet-place = 장소
meet-place-hint = 남포, 또는 좌표
meet-place-wanted = 선박이 간다고 볼 항구나 장소를 입력하십시오.
meet-place-unknown = { $place }: 해도에 있는 장소도 좌표도 아닙니다.
meet-units-at = 부대 속력
meet-speed-best = 최대 속력
meet-speed-cruise = 순항 속력
meet-return = 귀환 포함
meet-return-tip = 부대는 지속 시간과 가용 기간 안에 기지로 돌아와야 합니다. 기지가 없으면 제자리로 돌아옵니다
meet-from = { $time }부터, { $what }
meet-from-head = 재생 위치
meet-from-last = 마지막 위치
meet-ashore = 침로가 { $time }에 육지에 닿습니다. 그 뒤는 따라가지 않습니다.
meet-row = { $unit } — { $after } 뒤
meet-row-tip = 클릭하면 이 만남을 지도와 함께 봅니다
meet-time = 만나는 때
meet-where = 위치
meet-steer = 침로
meet-round-land = 육지를 돌아서
meet-water = 수역
meet-law = 법
meet-law-flag = 승선하려면 먼저 기국의 동의가 있어야 하고, 누가 주었는지 기록해야 합니다. 선장의 동의는 기국의 동의가 아닙니다.
meet-law-coastal = 이곳은 { $state }의 주권 아래 있습니다. 조치는 그 나라가 하거나 허락할 일입니다.
meet-law-flag-short = 기국 동의가 먼저
meet-law-coastal-short = { $state } 주권
meet-law-land = { $state }의 육지입니다.
meet-leaves = 출발 기한
meet-window = 가능 기간
meet-window-until = { $time }까지: { $why }
meet-latest = 최종 출발
meet-margin = 여유
meet-margin-unknown = 지속 시간이 없음
meet-uncertainty = 불확실성
meet-off = 침로를 지켜도 그때 { $off }
meet-base-unknown = 기지를 해도에서 찾지 못했습니다. 돌아오는 길은 세지 않았습니다.
meet-ended-draws-away = 그 뒤 선박이 멀어짐
meet-ended-endurance = 그 뒤 부대의 지속 시간이 끝남
meet-ended-availability = 그 뒤 부대가 가용하지 않음
meet-ended-motion = 그 뒤는 선박에 대한 가정이 끝남
meet-ended-horizon = 그 뒤는 보지 않음
meet-ended-land = 육지를 도는 길은 그 뒤를 보지 않음
meet-add = 계획에 넣기
meet-add-tip = 만나러 가는 길을 부대가 배정된 항로로 넣습니다. 실행 취소 한 번으로 되돌립니다
meet-zoom = 확대하여 보기
meet-zoom-tip = 지도에서 부대와 만나는 곳
meet-unit = 부대 보기
meet-unit-tip = 부대를 선택하여 성능을 보고 바꿉니다
meet-caution = 가정에 따라 계산한 것이며 예측이 아닙니다. 승선을 허락하는 것도 아닙니다. 다른 선박이나 부대를 Shift를 누르고 클릭하면 최근접점을 봅니다.
meet-stopped = 멈췄습니다. 조건을 바꾸거나 재생 위치를 옮기면 다시 계산합니다.
meet-mark = { $unit } { $time }, { $after } 뒤
meet-name = { $unit }, { $vessel } 만남
meet-remarks = { $asked }부터 계산: 선박의 가정이 “{ $assumed }”이면 { $time }에 만남. { $off }까지 벗어날 수 있음. 살펴볼 이유일 뿐 승선 허락이 아님.
no-meeting-speed = 속력이 없습니다.
no-meeting-place = 위치가 없습니다.
no-meeting-not-known = 그때 선박이 어디 있는지 알 수 없습니다.
no-meeting-not-available = 살펴본 기간에 가용하지 않습니다.
no-meeting-endurance = { $time }의 만남은 지속 시간을 넘습니다.
no-meeting-availability = { $time }의 만남은 가용 기간 뒤입니다.
no-meeting-motion-ends = 만나기 전 { $time }에 선박에 대한 가정이 끝납니다.
no-meeting-too-slow = 선박보다 빠르지 않고, 선박이 { $time }까지 충분히 가까이 오지 않습니다.
no-meeting-horizon = 살펴본 { $time }까지 만나지 못합니다.
no-meeting-too-far-round = 곧은 길은 육지를 지나고, 바닷길은 너무 오래 걸립니다.
no-meeting-no-way = 곧은 길은 육지를 지나고, 바닷길을 찾지 못했습니다.
no-motion-yet = 첫 위치가 { $time }으로, 물은 때보다 뒤입니다.
no-motion-fix = 위치가 없습니다.
no-motion-course = 한 위치나 두 위치로 침로를 알 수 없습니다.
no-motion-speed = 한 위치나 두 위치로 속력을 알 수 없습니다.
no-motion-still = 멈춰 있어 어디로도 가지 않습니다.
no-motion-way = 그곳으로 가는 바닷길을 찾지 못했습니다.

## 최근접점

approach-title = 최근접점
approach-distance = CPA
approach-time = TCPA
approach-when = { $time }, { $after } 뒤
approach-never-both = 둘의 위치를 함께 아는 때가 없습니다.
approach-caution = { $time }부터, 선박은 침로와 속력 그대로, 부대는 제자리에 있다고 보았습니다. 예측이 아니라 계산입니다.
approach-mark = CPA { $distance }, { $time }

## 함급과 기종

class-of = 함급·기종
class-take = 성능 가져오기…
class-take-tip = 공개 자료에 따른 속력, 지속 시간, 탐색 폭. 국가, 기지, 가용 기간은 그대로 둡니다. 가져온 값은 모두 바꿀 수 있습니다.
class-figures =
    { $craft }, 순항 { $cruise }, 최대 { $best }, 지속 { $hours }시간
    탐색 폭 { $small } / { $medium } / { $large } (소형 / 중형 / 대형 표적)
    { $source }
edit-take-figures = { $name }에 { $class } 성능 가져오기
typical-remark = { $class } 성능: { $source }
target-small = 25 m 미만
target-medium = 25~100 m
target-large = 100 m 초과
