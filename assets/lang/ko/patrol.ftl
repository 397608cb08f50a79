# 수색 방식과 차단선: 계획하는 창, 항로에 대해 말하는 것.

action-search-pattern = 수색 방식…
hint-search-pattern = 선택한 구역의 수색 항로나 선택한 차단선의 초계를 짜고, 그곳에 있는 것을 찾을 확률을 봅니다
job-patrol = 수색 항로 작성

patrol-parallel = 평행 수색
patrol-creeping = 크리핑 라인 수색
patrol-square = 확대사각 수색
patrol-sector = 부채꼴 수색
patrol-barrier = 차단선 초계

patrol-title = 수색 방식: { $area }
patrol-pattern = 수색 방식
patrol-unit = 부대
patrol-unit-none = 알 수 없음
patrol-unit-tip = 따로 입력하지 않으면 부대의 순항 속력, 탐색 폭, 지속 시간을 씁니다. 대표 함급·기종은 목록의 성능을 씁니다(docs/units.md)
patrol-typical = { $class }(대표)
patrol-size = 표적
patrol-size-tip = 찾는 것의 크기입니다. 소형은 25 m 미만, 대형은 100 m 초과입니다. 탐색 폭이 여럿인 부대의 탐색 폭이 이에 따릅니다.
patrol-spacing = 간격
patrol-speed = 속력
patrol-sweep = 탐색 폭
patrol-heading = 방향
patrol-start = 시작 UTC
patrol-until = 종료 UTC
patrol-target-speed = 통과 속력
patrol-radius = 반경
patrol-passes = 횟수
patrol-legs = 구간 수
patrol-legs-inside = 안에 들어가는 만큼
patrol-radius-inside = 안에 드는 최대
fault-count = 여기에는 1부터 2000까지의 정수를 씁니다

patrol-no-speed = 속력을 알 수 없습니다. 입력하거나 순항 속력이 있는 부대를 고르십시오.
patrol-no-spacing = 간격을 알 수 없습니다. 간격이나 탐색 폭을 입력하거나, 탐색 폭이 있는 부대를 고르십시오.
patrol-no-sweep = 차단선에는 탐색 폭이 필요합니다. 입력하거나 탐색 폭이 있는 부대를 고르십시오.
patrol-no-place = 지도에 위치가 없습니다.
patrol-no-area = 수색할 구역이 아닙니다. 차단선, 사각, 부채꼴을 고르거나 구역을 그리십시오.
patrol-no-line = 차단선을 둘 선도 구역도 없습니다.
patrol-no-radius = 지점의 부채꼴 수색에는 반경이 필요합니다.
patrol-too-fine = 구간이 2,000개를 넘습니다. 간격을 넓히거나 시간을 줄이십시오.
patrol-too-large = 구역이 중심에서 1,000 nm보다 멀리 미칩니다. 나누십시오.
patrol-no-room = 구역 안에 수색 항로를 둘 자리가 없습니다. 간격을 좁히십시오.
patrol-covered = 탐색 폭이 선 전체를 덮습니다. 가운데의 부대 하나가 초계 없이 모두 봅니다.
patrol-no-time = 차단선의 시간이 없습니다. 시작보다 늦은 종료 시각을 주십시오.

patrol-too-long = { $unit }의 수색 가능 시간은 { $has }시간(현장 시간의 85 %)이나, 항로는 { $needs }시간이 걸립니다
patrol-not-available = { $unit }은(는) { $begins }부터 { $ends }까지 내내 가용하지는 않습니다
patrol-too-late = { $unit }은(는) { $arrives } 전에 첫 구간에 닿을 수 없으나, 항로는 { $begins }에 시작합니다

patrol-route = 항로
patrol-route-figures = 구간 { $n }개, { $length }, { $hours }시간
patrol-ends = 종료
patrol-search = 수색
patrol-search-figures = { $area } nm², { $hours }시간
patrol-search-tip = A/(V·S): 면적을 속력과 간격으로 나눈 시간
patrol-endurance = 지속 시간
patrol-fits = 수색 가능 { $available }시간: 충분
patrol-fits-not = 수색 가능 { $available }시간: { $short }시간 부족
patrol-endurance-unknown = 알 수 없음
patrol-endurance-tip = 지속 시간에서 왕복을 뺀 시간의 85 %가 수색입니다(IAMSAR 2권 5.3)
patrol-coverage = 탐색 범위율
patrol-coverage-tip = C = W/S: 탐색 폭을 간격으로 나눈 값
patrol-coverage-unknown = 탐색 폭 없이는 알 수 없음
patrol-pod = 탐지 확률
patrol-pod-figures = 무작위 { $random }, 평행 { $parallel }, 확정 거리 { $definite }
patrol-pod-tip = 무작위 수색 1 - e^-C가 신중한 값이고, 역세제곱 평행 수색은 erf(0.886 × C), 확정 거리는 min(1, C)로 최대입니다. 모두 탐색 폭에 달려 있으며, 탐색 폭은 흔히 추정값입니다.
patrol-barrier-pod = { $speed }로 통과하는 것의 { $pod }, 최대 { $bound }
patrol-barrier-tip = 언제 어디서든 직각으로 통과하는 것이 한 번이라도 탐색 폭의 절반 안에 들면 탐지됩니다(Koopman 1980, 7장)
patrol-longest = 가장 긴 공백
patrol-longest-gap = 선을 따라 { $from }–{ $to } nm, { $begins } ~ { $ends }
patrol-no-gap = 없음
patrol-legs-title = 구간 { $n }개
patrol-leg = { $number }. { $course }, { $length }, { $begins }부터
patrol-leg-join = { $number }. { $course }, { $length }, { $begins }부터, 다음 구간으로
patrol-waits = 작성하는 중…
patrol-add = 계획에 넣기
patrol-save = 함교용 저장(GPX)…
patrol-save-tip = 항로 하나입니다. 번호를 매긴 지점마다 도달 시각과 침로가 있습니다
patrol-caution = 수색 방식은 감시를 계획할 뿐입니다. 아무도 보내지 않으며 승선을 허락하지 않습니다.
path-patrol = 함교용 항로 저장 (.gpx)

patrol-diagram = 차단선의 위치와 시간
patrol-diagram-seen = { $place } nm, { $time }: 탐지됨
patrol-diagram-unseen = { $place } nm, { $time }: 탐지되지 않고 통과
patrol-diagram-hint = 오른쪽은 선을 따른 위치, 아래는 시간입니다. 음영일 때 통과하면 탐지되지 않습니다

patrol-section = 수색
patrol-none = 아직 이곳을 수색하는 항로가 없습니다.
patrol-row = { $name }: 범위율 { $coverage }, 무작위 수색 { $pod }
patrol-row-tip = 항로 선택
patrol-together = 합계
patrol-together-tip = 1에서 모든 (1 - p)의 곱을 뺀 값: 서로 독립일 때 여러 수색을 합한 확률
