## Colours of tracks

legend-speed-2 = 2 kn 미만
legend-speed-7 = 2~7 kn
legend-speed-12 = 7~12 kn
legend-speed-17 = 12~17 kn
legend-speed-more = 17 kn 이상
colour-by-nothing = 한 가지 색
colour-by-class = 선종
colour-by-flag = 국적
colour-by-speed = 속력
colour-by-vessel = 선박
colour-by-time = 시간
legend-first-in = 시간 범위의 처음
legend-half-way = 중간
legend-last = 마지막
legend-others = 그 밖

## Legend

legend-density = 지점별 통과 항적
legend-one = 하나
legend-most = 최다
legend-time = 시간 범위 안의 시각
legend-first = 처음
legend-class = 선종
legend-flag = MMSI로 본 국적
legend-speed = 위치 사이의 속력
