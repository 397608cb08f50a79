# 계획의 문제와 고치는 법. 개체 이름 뒤에 이어진다: "Area Kilo (id): 문제; 고치는 법".

check-two-places = 동시에 두 곳에 있어야 합니다. “{ $one }”과(와) “{ $other }”이(가) { $together }시간 동안({ $period }) 함께 요구하나, 두 곳은 { $way } 떨어져 있어 { $speed }로 왕복 { $hours }시간이 걸립니다
check-two-places-mend = 한 곳에 다른 부대를 배정하거나 기간을 나누십시오
check-transit = “{ $one }”({ $leaves }까지)에서 “{ $other }”({ $arrives }부터)까지 갈 수 없습니다. { $way }은(는) { $speed }로 { $hours }시간이 걸리나, 시간은 { $has }시간뿐입니다
check-first-transit = “{ $area }”이(가) 시작될 때({ $begins }) 도착할 수 없습니다. 자기 위치에서 { $way }, { $speed }로 { $hours }시간이 걸리나, { $available }부터 가용합니다
check-transit-mend = 시각을 옮기거나 다른 부대를 배정하십시오
check-no-unit = 배정된 부대가 없습니다
check-no-unit-mend = 부대를 배정하거나 참조구역으로 바꾸십시오
check-endurance = 기간은 { $lasts }시간이나, 배정된 “{ $unit }”은(는) { $stay }시간만 머물 수 있습니다(지속 시간 { $endurance }시간에서 왕복 { $transit }시간을 뺌)
check-endurance-together = 기간은 { $lasts }시간이나, 배정된 부대는 교대하여 모두 { $stay }시간만 머물 수 있습니다
check-endurance-mend = 기간을 줄이거나 교대할 부대를 배정하십시오
check-no-legal-basis = 임무의 법적 근거가 기록되어 있지 않습니다
check-no-legal-basis-mend = 임무가 근거하는 결의와 항, 또는 연안국의 법을 기록하십시오
check-no-consent = { $zone }에서의 승선 또는 검색입니다({ $basis }). 이곳에서는 기국의 동의가 필요하나(안보리 결의 2375(2017) 7항), { $ground }
check-no-consent-mend = 기국의 동의(국가, 답변, 범위, 기한)를 기록하거나, 먼저 동의를 구하도록 임무를 고치십시오
check-consent-none = 기록된 동의가 없습니다
check-consent-of-another = 기록된 동의는 기국의 것이 아닙니다
check-consent-not-granted = 기록된 동의는 승인되지 않았습니다
check-consent-of-nobody = 기록된 동의에 국가가 없습니다
check-consent-expires = 기록된 동의가 끝나기 전인 { $expires }에 만료됩니다
