use super::*;

fn at(text: &str) -> Timestamp {
    let n = |range: std::ops::Range<usize>| text[range].parse::<u32>().expect("a number");
    let year = text[..4].parse().expect("a year");
    Timestamp::from_civil(year, n(5..7), n(8..10), n(11..13), n(14..16), 0).expect("a date")
}

#[track_caller]
fn found(text: &str, today: &str) -> PeriodFound {
    period_in(text, at(today)).unwrap_or_else(|| panic!("no period in {text}"))
}

/// An open end is an empty text.
#[track_caller]
fn check(text: &str, from: &str, to: &str, assumed: Option<Zone>) -> PeriodFound {
    let found = found(text, "2024-03-10 00:00");
    let end = |text: &str| (!text.is_empty()).then(|| at(text));
    let period = Period { from: end(from), to: end(to) };
    let show = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
    let (is, wanted) = ((show(found.period.from), show(found.period.to)), (show(period.from), show(period.to)));
    assert_eq!(is, wanted, "{text}");
    assert_eq!(found.assumed, assumed, "{text}");
    found
}

#[test]
fn date_time_groups_state_a_period() {
    let (from, to) = ("2024-03-13 22:00", "2024-03-14 09:00");
    for text in [
        "38-46.58N 120-59.10E FROM 132200UTC TO 140900UTC MARCH",
        "132200Z MAR TO 140900Z MAR 2024.",
        "132200 UTC UNTIL 140900 UTC MAR 24",
        "from 132200Z to 140900Z mar",
        "132200Z-140900Z MAR",
        "132200 TO 140900 UTC MAR",
        "140700I TO 141800I MAR",
    ] {
        let expected = if text.contains('I') && text.contains("0700") { ("2024-03-13 22:00", to) } else { (from, to) };
        assert!(check(text, expected.0, expected.1, None).remarks.is_empty(), "{text}");
    }
}

#[test]
fn english_dates_state_a_period() {
    for text in [
        "13 MAR 2024 2200Z TO 14 MAR 2024 0900Z",
        "2200Z 13 MAR TO 0900Z 14 MAR",
        "FROM 2200 UTC ON 13TH MARCH UNTIL 0900 UTC ON 14TH MARCH 2024",
        "March 13, 2024 22:00 UTC to March 14, 2024 09:00 UTC",
        "2024-03-13T22:00Z/2024-03-14T09:00Z, that is 2024-03-13T22:00Z TO 2024-03-14T09:00Z",
        "2024-03-14T07:00+09:00 TO 2024-03-14T18:00+09:00",
        "0700 TO 1800 KST 14 MAR 2024",
        "0700-1800 KST 14 MAR",
        "140700 TO 141800 JST MAR",
        "140600 TO 141700 BEIJING TIME MARCH 2024",
        "14 MAR 0600 TO 1700 UTC+8",
    ] {
        assert!(check(text, "2024-03-13 22:00", "2024-03-14 09:00", None).remarks.is_empty(), "{text}");
    }
}

#[test]
fn chinese_times_are_beijing_time_unless_they_say_otherwise() {
    let beijing = Some(Zone::Beijing);
    check("自3月13日0800时至3月15日1800时，在以下水域进行实弹射击", "2024-03-13 00:00", "2024-03-15 10:00", beijing);
    check("2月10日08时至12日18时，黄海北部执行军事任务", "2024-02-10 00:00", "2024-02-12 10:00", beijing);
    check("2024年3月13日8时30分至17时，禁止驶入", "2024-03-13 00:30", "2024-03-13 09:00", beijing);
    check("5月21日0时至5月22日24时，渤海部分区域", "2024-05-20 16:00", "2024-05-22 16:00", beijing);
    check("北京时间3月13日0800时至3月15日1800时", "2024-03-13 00:00", "2024-03-15 10:00", None);
    check("3月13日0000时至3月13日1000时（世界协调时）", "2024-03-13 00:00", "2024-03-13 10:00", None);
    check("3月13日至15日，进行射击", "2024-03-12 16:00", "2024-03-15 16:00", beijing);
    let daily = check("3月13日至20日每日0800时至1700时", "2024-03-13 00:00", "2024-03-20 09:00", beijing);
    assert_eq!(daily.remarks, ["3月13日至20日每日0800时至1700时"]);
}

#[test]
fn japanese_times_are_japan_standard_time() {
    let japan = Some(Zone::Japan);
    check("3月13日22時00分から3月14日09時00分まで射撃訓練", "2024-03-13 13:00", "2024-03-14 00:00", japan);
    check("令和6年3月13日（予備日14日）、1000〜1555の間", "2024-03-13 01:00", "2024-03-13 06:55", japan);
    let several = check(
        "令和6年4月1日〜30日(日曜日及び祝日を除く)の07:00〜17:00まで射爆撃訓練が実施されます",
        "2024-03-31 22:00",
        "2024-04-30 08:00",
        japan,
    );
    assert_eq!(several.remarks, ["令和6年4月1日〜30日(日曜日及び祝日を除く)の07:00〜17:00"]);
    check("期間　平成30年5月23日、0900〜1700", "2018-05-23 00:00", "2018-05-23 08:00", japan);
    check("日本標準時 3月13日 午前8時から午後5時30分まで", "2024-03-12 23:00", "2024-03-13 08:30", None);
    check("令和元年9月30日まで、射撃訓練の区域", "", "2019-09-30 15:00", japan);
}

#[test]
fn korean_times_are_korea_standard_time() {
    let korea = Some(Zone::Korea);
    check("2024년 3월 13일 07:00 ~ 3월 14일 18:00 사격훈련", "2024-03-12 22:00", "2024-03-14 09:00", korea);
    check("일시: 2024. 3. 13.(수) 08:00∼18:00", "2024-03-12 23:00", "2024-03-13 09:00", korea);
    let month = check("사격훈련 13일 0800 ~ 14일 1800", "2024-03-12 23:00", "2024-03-14 09:00", korea);
    assert!(month.has_assumed_month);
    check("한국시간 3월 13일 오전 8시 ~ 오후 6시", "2024-03-12 23:00", "2024-03-13 09:00", None);
    let daily = check("2024. 3. 13. ~ 3. 15. 매일 09:00~17:00", "2024-03-13 00:00", "2024-03-15 08:00", korea);
    assert_eq!(daily.remarks, ["2024. 3. 13. ~ 3. 15. 매일 09:00~17:00"]);
    check("기간 2024. 3. 13. ~ 15. 사격훈련", "2024-03-12 15:00", "2024-03-15 15:00", korea);
    check("3월 13일부터 별도 통보시까지", "2024-03-12 15:00", "", korea);
    check("3월 13일 09시부터 18시까지", "2024-03-13 00:00", "2024-03-13 09:00", korea);
}

#[test]
fn what_one_period_cannot_keep_is_handed_back() {
    let two = check("132200Z TO 140900Z AND 142200Z TO 150900Z MAR", "2024-03-13 22:00", "2024-03-15 09:00", None);
    assert_eq!(two.remarks, ["132200Z TO 140900Z AND 142200Z TO 150900Z MAR"]);
    let daily = check("DAILY 0000Z TO 0900Z 13 TO 20 MAR", "2024-03-13 00:00", "2024-03-20 09:00", None);
    assert_eq!(daily.remarks, ["DAILY 0000Z TO 0900Z 13 TO 20 MAR"]);
    let until = check("2300Z TO 0800Z DAILY UNTIL 20 MAR", "", "2024-03-20 08:00", None);
    assert_eq!(until.remarks, ["2300Z TO 0800Z DAILY UNTIL 20 MAR"]);
    let reserve = "140001Z TO 140039Z MAR, ALTERNATE 0001Z TO 0039Z DAILY 15 THRU 20 MAR";
    assert_eq!(check(reserve, "2024-03-14 00:01", "2024-03-20 00:39", None).remarks, [reserve]);
    let three = check("13, 15 AND 20 MAR, 0000Z TO 0900Z", "2024-03-13 00:00", "2024-03-20 09:00", None);
    assert_eq!(three.remarks.len(), 1);
}

#[test]
fn ends_may_be_open() {
    check("UNTIL 140900Z MAR", "", "2024-03-14 09:00", None);
    check("FROM 132200Z MAR UNTIL FURTHER NOTICE", "2024-03-13 22:00", "", None);
    check("即日起至3月20日1800时禁止驶入", "", "2024-03-20 10:00", Some(Zone::Beijing));
}

#[test]
fn months_and_years_turn() {
    let turn = |text: &str, today: &str| {
        let found = found(text, today).period;
        [found.from, found.to].map(|end| end.expect("both ends").to_string())
    };
    let is = |from: &str, to: &str| [at(from).to_string(), at(to).to_string()];
    assert_eq!(turn("300000Z TO 020600Z JUL", "2026-07-01 00:00"), is("2026-06-30 00:00", "2026-07-02 06:00"));
    assert_eq!(turn("311200Z DEC TO 021200Z JAN", "2026-12-20 00:00"), is("2026-12-31 12:00", "2027-01-02 12:00"));
    assert_eq!(turn("311200Z TO 021200Z JAN 2027", "2030-01-01 00:00"), is("2026-12-31 12:00", "2027-01-02 12:00"));
    // In January a warning for December is last month's.
    assert_eq!(turn("281200Z TO 301200Z DEC", "2027-01-03 00:00"), is("2026-12-28 12:00", "2026-12-30 12:00"));
    assert_eq!(turn("2200-0500 UTC 13 MAR", "2026-03-01 00:00"), is("2026-03-13 22:00", "2026-03-14 05:00"));
}

#[test]
fn what_is_no_period_is_none() {
    let today = at("2026-03-10 00:00");
    for text in [
        "",
        "FROM 132200UTC MARCH",
        "132200UTC TO 140900UTC",
        "321200Z TO 331200Z MAR",
        "132200 TO 140900 LOCAL TIME MARCH",
        "132200 TO 140900 MARCH",
        "0800-1700 13 MAR",
        "3月13日0800时至1700时（当地时间）",
        "384658N 1205910E 384658N 1205910E MARCH",
        "130900Z MAR 26 NAVAREA XI 26-0123 YELLOW SEA. CANCEL THIS MSG 141000Z MAR 26.",
        "38-00N TO 38-30N, 124-00E TO 124-30E",
    ] {
        assert_eq!(period_in(text, today), None, "{text}");
    }
}
