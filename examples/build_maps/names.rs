//! Names that no package has: seas and the islands a patrol speaks of.
//!
//! Sea names follow Korean usage beside English; positions are the labels' own, chosen by eye in the middle of each water.
//! Islands are placed within their GSHHG shoreline.

/// English name, Korean name, latitude, longitude, least zoom.
pub const SEAS: &[(&str, &str, f64, f64, u8)] = &[
    ("East Sea", "동해", 40.0, 134.0, 3),
    ("Yellow Sea", "황해", 36.2, 123.4, 4),
    ("East China Sea", "동중국해", 30.0, 125.5, 3),
    ("Sea of Okhotsk", "오호츠크해", 54.0, 149.0, 3),
    ("South China Sea", "남중국해", 15.0, 115.0, 3),
    ("Philippine Sea", "필리핀해", 20.0, 132.0, 3),
    ("Pacific Ocean", "태평양", 25.0, 165.0, 1),
    ("Pacific Ocean", "태평양", -10.0, -140.0, 1),
    ("Indian Ocean", "인도양", -20.0, 80.0, 1),
    ("Atlantic Ocean", "대서양", 25.0, -40.0, 1),
    ("Bohai Sea", "보하이해", 38.6, 119.6, 5),
    ("Korea Bay", "서한만", 39.1, 124.1, 6),
    ("Gyeonggi Bay", "경기만", 37.35, 125.95, 7),
    ("Korea Strait", "대한해협", 34.35, 128.9, 6),
    ("Jeju Strait", "제주해협", 33.85, 126.5, 7),
    ("East Korea Bay", "동한만", 39.4, 128.4, 6),
    ("Yeongil Bay", "영일만", 36.05, 129.45, 9),
    ("Liaodong Bay", "랴오둥만", 40.3, 121.1, 6),
    ("Laizhou Bay", "라이저우만", 37.5, 119.5, 7),
    ("Bohai Strait", "보하이해협", 38.35, 121.0, 7),
    ("Haizhou Bay", "하이저우만", 34.9, 119.7, 7),
    ("Hangzhou Bay", "항저우만", 30.4, 121.6, 7),
    ("Peter the Great Gulf", "표트르대제만", 42.7, 131.9, 6),
    ("Strait of Tartary", "타타르해협", 47.5, 140.5, 5),
    ("La Perouse Strait", "라페루즈해협", 45.75, 142.0, 6),
    ("Tsugaru Strait", "쓰가루해협", 41.35, 140.4, 7),
    ("Osumi Strait", "오스미해협", 30.85, 130.8, 7),
    ("Seto Inland Sea", "세토내해", 34.2, 133.3, 7),
    ("Toyama Bay", "도야마만", 37.0, 137.3, 7),
    ("Taiwan Strait", "타이완해협", 24.5, 119.5, 5),
];

/// English name, Korean name, latitude, longitude, least zoom, country.
pub const ISLANDS: &[(&str, &str, f64, f64, u8, &str)] = &[
    ("Baengnyeongdo", "백령도", 37.965, 124.67, 7, "KOR"),
    ("Daecheongdo", "대청도", 37.825, 124.71, 8, "KOR"),
    ("Socheongdo", "소청도", 37.773, 124.75, 9, "KOR"),
    ("Yeonpyeongdo", "연평도", 37.668, 125.7, 8, "KOR"),
    ("Udo (Yellow Sea)", "우도", 37.61, 125.977, 10, "KOR"),
    ("Ganghwado", "강화도", 37.7, 126.45, 8, "KOR"),
    ("Deokjeokdo", "덕적도", 37.23, 126.14, 9, "KOR"),
    ("Gyeongnyeolbiyeoldo", "격렬비열도", 36.62, 125.56, 9, "KOR"),
    ("Eocheongdo", "어청도", 36.12, 125.98, 9, "KOR"),
    ("Heuksando", "흑산도", 34.68, 125.43, 8, "KOR"),
    ("Gageodo", "가거도", 34.07, 125.12, 8, "KOR"),
    ("Jejudo", "제주도", 33.38, 126.55, 6, "KOR"),
    ("Marado", "마라도", 33.117, 126.267, 10, "KOR"),
    ("Geojedo", "거제도", 34.87, 128.62, 8, "KOR"),
    ("Ulleungdo", "울릉도", 37.5, 130.865, 6, "KOR"),
    ("Dokdo (Liancourt Rocks)", "독도", 37.2412, 131.867, 6, "KOR"),
    ("Ieodo (Socotra Rock, submerged)", "이어도", 32.1228, 125.1825, 8, ""),
    ("Chodo", "초도", 38.53, 124.83, 8, "PRK"),
    ("Sindo", "신도", 39.81, 124.24, 9, "PRK"),
    ("Tsushima", "대마도", 34.4, 129.33, 7, "JPN"),
    ("Iki", "이키섬", 33.79, 129.72, 8, "JPN"),
    ("Oki Islands", "오키 제도", 36.22, 133.28, 7, "JPN"),
    ("Sado", "사도섬", 38.03, 138.38, 7, "JPN"),
];

/// Korean names of towns for which the shortest of GeoNames' is an old or a Sino-Korean one: 서울, never 경성. Source: the
/// National Institute of Korean Language's rules for the transcription of foreign words (외래어 표기법).
pub const TOWNS: &[(&str, &str)] = &[
    ("Seoul", "서울"),
    ("Shanghai", "상하이"),
    ("Tianjin", "톈진"),
    ("Hangzhou", "항저우"),
    ("Shaoxing", "사오싱"),
    ("Huai'an", "화이안"),
    ("Dalian", "다롄"),
    ("Yantai", "옌타이"),
    ("Weihai", "웨이하이"),
    ("Yanji", "옌지"),
];

/// Korean names of ports whose English name leads to another town. `GeoNames` lists Songjin among the names of Changam-ch'on;
/// the port's city was called Songjin (성진) until 1951, and is Kimchaek (김책) since.
pub const PORTS: &[(&str, &str)] = &[("Songjin", "김책(성진)")];
