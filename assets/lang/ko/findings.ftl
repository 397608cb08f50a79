## Kinds of findings

finding-encounter = 환적 의심
finding-loitering = 배회
finding-gap = AIS 무신호
finding-port-visit = 입항
finding-impossible-speed = 불가능한 속력
finding-on-land = 육상 위치
finding-circling = 원형 항적
finding-duplicate-identity = 같은 MMSI, 두 선박
finding-identity-change = 신원 변경
finding-invalid-identity = 잘못된 번호
finding-flag-mismatch = 국적 불일치
finding-draught-change = 흘수 변화
finding-watchlist-match = 감시 목록 일치
finding-zone-entry = 해역 진입

caution-encounter = 두 선박이 오래 가까이 천천히 있으면 화물을 옮길 수 있습니다. 예인, 합법적 급유, 공동 조업, 도선사 대기일 수도 있습니다.
caution-loitering = 지시, 기상, 선석을 기다리며 표류하기도 합니다. AIS를 끈 상대 선박은 이렇게만 드러납니다.
caution-gap = 수신기도 선박을 놓칩니다. 먼 바다, 나쁜 날씨, 혼잡한 곳에서 그렇습니다. 무신호가 장비를 껐다는 증거는 아닙니다.
caution-port-visit = 항만 기록이 아니라 해도의 항구 근처 위치와 속력으로 판단합니다.
caution-impossible-speed = 수신기의 잘못된 위치 하나도 위조된 위치와 똑같이 보입니다.
caution-on-land = 해도의 해안선은 단순화되어 있고 강이나 새 항만이 빠져 있을 수 있습니다.
caution-circling = 표류하거나 묘박한 선박도 돕니다. 지나치게 고른 원은 만들어 낸 위치의 징후입니다.
caution-duplicate-identity = 두 선박이 실수로 같은 번호를 쓸 수 있습니다. 누구의 번호인지는 알 수 없습니다.
caution-identity-change = 선박은 합법적으로 팔리고 이름이 바뀝니다. 언제, 어디서, 신고되었는지가 중요합니다.
caution-invalid-identity = 설정하지 않은 장비인 경우가 많습니다. 올바른 번호라고 혐의가 풀리지는 않습니다.
caution-flag-mismatch = 국적을 바꾼 선박이 옛 번호를 한동안 쓰기도 합니다.
caution-draught-change = 흘수는 손으로 입력하며 틀리거나 늦는 일이 많습니다.
caution-watchlist-match = 일치는 살펴볼 이유일 뿐 판정이 아닙니다. 무엇으로 얼마나 강하게 일치했는지 보십시오.
caution-zone-entry = 항적이 불러온 해역의 경계를 지납니다.

suppressed-near-port = 항구나 묘박지에 너무 가까움
suppressed-anchorage = 많은 선박이 머무는 곳: 항적으로 본 묘박지
suppressed-near-shore = 해안에 너무 가까움
suppressed-too-short = 너무 짧음
suppressed-too-fast = 너무 빠름
suppressed-too-slow = 너무 느림
suppressed-too-few-fixes = 앞선 위치가 적어 이 선박의 습관을 알 수 없음
suppressed-usual-silence = 이 선박은 보통 이만큼 무신호임
suppressed-coarse-chart = 그곳 해도가 거칠어 판단할 수 없음
suppressed-service-craft = 본업으로 만나는 선박임
suppressed-too-weak = 근거가 너무 적음

confidence-high = 강함
confidence-medium = 보통
confidence-low = 약함

## The list

tab-findings = 이상 징후
findings-empty = 선박 항적을 열면 이상한 점이 여기에 나옵니다: 환적 의심, 무신호, 거짓 위치와 이름.
findings-hint = 이름, MMSI, IMO
findings-search = 이상 징후 찾기
findings-search-tip = 선박 이름, MMSI, IMO 번호의 일부
findings-filters-tip = 종류, 기준값, 숨겨진 것
findings-looking = 이상한 점을 찾는 중…
findings-looking-n = 지금까지 { $n }건, 찾는 중…
findings-stopped = 검색이 끝나기 전에 중지되었습니다.
findings-again = 다시 찾기
findings-none-asked = 조건에 맞는 것이 없습니다.
findings-none = 이 기준값으로는 이상한 점이 없습니다. 후보 { $n }건이 숨겨져 있습니다.
findings-all-dismissed = 모두 기각되었습니다. 필터에서 다시 볼 수 있습니다.
findings-count = { $hidden ->
    [0] { $n }건
   *[other] { $n }건, 숨김 { $hidden }건
}
findings-count-tip = 찾은 것 { $shown }건, 기준값이 숨긴 것 { $suppressed }건. 합하면 모든 후보입니다
findings-tip = 클릭하면 이유를 보고, 두 번 클릭하면 그곳으로 갑니다. ↑ ↓로 차례로 봅니다
findings-weak = 약한 것도
findings-weak-tip = 규칙 자체가 확신하지 못하는 것도 봅니다: 묘박한 선박, 아무도 보지 못한 상대 선박
findings-in-window = 시간 범위 안만
findings-suppressed = 기준값이 숨긴 것도
findings-suppressed-tip = 기준값에 못 미친 후보와 그 이유
findings-dismissed = 기각한 것도
findings-thresholds = 기준값
preset-korea = 한국 수역
preset-korea-tip = 이곳에서는 해안 2~9.5 km에서 환적이 보고됩니다: 짧은 거리, 짧은 무신호
preset-gfw = 대양
preset-gfw-tip = Global Fishing Watch가 발표한 값: 해안에서 멀고 더 김
order-telling = 중요한 순
order-time = 시각순
order-kind = 종류순
finding-dismissed = 기각
finding-suppressed = 숨김
job-findings = 이상한 점 찾기

notice-findings-file = { $file }: 이상 징후 파일입니다. 찾은 항적을 열면 다시 찾아냅니다.
notice-list = 감시 목록 { $name }: 항목 { $n }개, 건너뜀 { $skipped }개. 이제 선박과 비교합니다.

## One finding

finding-hidden-because = 기준값이 숨김: { $reason }
finding-confidence = 확신
finding-when = 시각
finding-where = 위치
finding-water = 수역
finding-vessels = 선박
finding-vessel-tip = 이 선박의 페이지를 엽니다
finding-plot-pair = 두 선박의 거리와 속력
finding-plot-one = 속력
finding-plot-name = 시각별 거리와 속력
finding-plot-read = { $time }  { $values }
finding-why = 그렇게 보는 이유
finding-thresholds = 쓴 기준값
finding-id = 이상 징후
finding-verdict = 판단
finding-note = 이 이상 징후의 메모
finding-note-hint = 메모. 기각하려면 이유가 필요합니다
finding-show-time = 이 시각 보기
finding-show-time-tip = 시간 범위를 앞뒤 두 시간으로 좁힙니다
finding-add = 계획에 넣기
finding-add-tip = 기간과 근거가 있는 지점을 계획에 넣습니다
finding-hover-sure = 근거 { $level }
verdict-reviewed = 검토함
verdict-dismissed = 기각
verdict-why = 왜 아닌지 메모에 쓰십시오
edit-reviewed = 이상 징후 { $id } 검토
edit-dismissed = 이상 징후 { $id } 기각
edit-note = 이상 징후 { $id } 메모
edit-add-finding = { $name } 추가

## Evidence

evidence-distance-min = 최소 거리
evidence-distance-mean = 보통 거리
evidence-distance = 거리
evidence-hours = 지속
evidence-hours-min = 적어도
evidence-speed-needed = 필요한 속력
evidence-speed-mean = 평균 속력
evidence-speed-median = 중앙 속력
evidence-fixes = 위치 수
evidence-fixes-before = 앞선 위치 수
evidence-fixes-astray = 벗어난 위치 수
evidence-zone = 해역
evidence-port = 항구
evidence-nearest-port = 가까운 항구
evidence-shore = 해안에서
evidence-silence = 무신호
evidence-median-interval = 보통 간격
evidence-radius = 반지름
evidence-turned = 회전
evidence-misfit = 원과의 차이
evidence-depth = 내륙으로
evidence-separation = 떨어진 거리
evidence-switches = 전환
evidence-ships = 선박 수
evidence-list = 목록
evidence-list-date = 목록 날짜
evidence-list-source = 출처
evidence-matched-by = 일치 항목
evidence-strength = 강도
evidence-listed-name = 목록의 이름
evidence-draught-before = 이전 흘수
evidence-draught-after = 이후 흘수
evidence-last-seen = 마지막 확인
evidence-silent = 무신호 선박
evidence-name = 이름
evidence-from = 출발
evidence-centre = 중심
evidence-stop = 정지
evidence-level = 단계
evidence-spread = 범위
