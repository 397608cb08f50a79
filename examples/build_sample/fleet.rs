//! The sample's ships and their orders. Every name begins with SYN; every MMSI has 999 after its country digits; every IMO
//! number begins with 39, a series in which no ship has been numbered: none of them is a ship that exists.

use super::lanes::{
    AURORA_IN, AURORA_OUT, BUSAN_HAKATA, BUSAN_SHANGHAI, DAESAN_RONGCHENG, DALIAN_KANMON, DONGHAE_POHANG,
    DONGHAE_SAKAIMINATO, DONGHAE_VLADIVOSTOK, FORTUNE, GUNSAN_NAGASAKI, INCHEON_BAENGNYEONG, INCHEON_DALIAN,
    INCHEON_SHANGHAI, INCHEON_WEIHAI, KANMON_QINGDAO, LIANYUNGANG_DAESAN, MOONLIGHT_DARK, MOONLIGHT_IN,
    MOONLIGHT_NORTH, MOONLIGHT_SOUTH, NINGBO_INCHEON, PATROL_TSUSHIMA, PATROL_YELLOW_SEA, PIONEER, POHANG_ULLEUNG,
    QINGDAO_BUSAN, RIZHAO_GWANGYANG, SOUTH_DAESAN, SOUTH_GWANGYANG, SOUTH_INCHEON, SOUTH_POHANG, SOUTH_ULSAN,
    TIANJIN_BUSAN, TSUGARU_BUSAN, ULSAN_DONGHAE, ULSAN_NIIGATA, VLADIVOSTOK_BUSAN, WANDO_JEJU, WONSAN_CHONGJIN,
    YEOSU_ULSAN, YEOSU_ZHOUSHAN,
};
use super::voyage::Order::{Arrive, At, Back, Draught, Drift, Fish, Lie, Sail, Silent};
use super::voyage::{Order, Ship};

const FISHING: u8 = 30;
const TUG: u8 = 52;
const PATROL: u8 = 55;
const PASSENGER: u8 = 60;
const CARGO: u8 = 70;
const CONTAINER: u8 = 71;
const TANKER: u8 = 80;

/// To the end of the case, and then some.
const TO_THE_END: f64 = 100.0;

/// Country digits, serial number, name, type, length, width, draught, first hour, orders.
type Line = (u32, u32, &'static str, u8, u16, u16, f64, f64, &'static [Order]);

/// All ships in order of their lines.
pub(crate) fn ships() -> Vec<Ship> {
    FLEET
        .iter()
        .map(|&(mid, serial, name, ship_type, length, width, draught, from_hour, orders)| Ship {
            mmsi: mid * 1_000_000 + 999_000 + serial,
            name,
            imo: carries_imo(ship_type, serial).then(|| imo(serial)),
            type_code: ship_type,
            length,
            width,
            draught,
            from_hour,
            orders,
        })
        .collect()
}

/// Boats and patrol ships carry none, and the hull that changed her name leaves hers out.
fn carries_imo(ship_type: u8, serial: u32) -> bool {
    !matches!(ship_type, FISHING | PATROL | TUG) && serial != 4
}

/// An IMO number of the unused 39 series with its right check digit.
fn imo(serial: u32) -> u32 {
    let body = 390_000 + serial;
    let sum: u32 = (2..=7).map(|weight| body / 10_u32.pow(weight - 2) % 10 * weight).sum();
    body * 10 + sum % 10
}

#[rustfmt::skip]
const FLEET: &[Line] = &[
    // The story: two tankers meet by night in the Yellow Sea; the smaller goes north, falls silent for fourteen hours off
    // the west coast, and comes back lighter. A coaster changes MMSI and name under way.
    (667, 1, "SYN AURORA STAR", TANKER, 183, 32, 11.8, 0.0, &[Arrive(AURORA_IN, 15.0), Drift(140.0, 0.35, 3.2), Draught(11.1), Sail(AURORA_OUT, 10.5), Lie(TO_THE_END)]),
    (445, 2, "SYN MOONLIGHT", TANKER, 94, 15, 3.9, 0.0, &[Arrive(MOONLIGHT_IN, 15.2), Drift(140.0, 0.35, 2.9), Draught(6.2), Arrive(MOONLIGHT_NORTH, 34.5), Silent(MOONLIGHT_DARK, 14.0), Draught(4.0), Sail(MOONLIGHT_SOUTH, 12.0)]),
    (457, 3, "SYN PIONEER 7", CARGO, 108, 17, 6.4, 14.0, &[Arrive(PIONEER, 30.0)]),
    (613, 4, "SYN FORTUNE 3", CARGO, 108, 17, 6.4, 30.08, &[Sail(FORTUNE, 10.2)]),
    // Liner and bulk trade.
    (440, 10, "SYN HANBIT", CONTAINER, 172, 27, 8.9, 1.0, &[Sail(BUSAN_SHANGHAI, 17.2), Lie(9.0), Back(BUSAN_SHANGHAI, 17.0)]),
    (636, 11, "SYN CORAL EXPRESS", CONTAINER, 294, 32, 12.1, -9.0, &[Back(BUSAN_SHANGHAI, 18.4), Lie(14.0), Back(TSUGARU_BUSAN, 18.0)]),
    (477, 12, "SYN JADE HARBOUR", CONTAINER, 260, 32, 11.3, -20.0, &[Sail(QINGDAO_BUSAN, 16.1), Lie(12.0), Back(QINGDAO_BUSAN, 16.4)]),
    (441, 13, "SYN SAEROM", CARGO, 189, 30, 9.7, 4.0, &[Back(TIANJIN_BUSAN, 12.8)]),
    (412, 14, "SYN HAI YUN", CARGO, 225, 32, 13.2, -6.0, &[Sail(TIANJIN_BUSAN, 12.1), Lie(TO_THE_END)]),
    (440, 15, "SYN NARAE", CONTAINER, 141, 22, 7.5, 2.5, &[Sail(INCHEON_SHANGHAI, 15.4), Lie(10.0), Back(INCHEON_SHANGHAI, 15.1)]),
    (413, 16, "SYN YONG AN", CARGO, 130, 20, 7.2, -14.0, &[Sail(NINGBO_INCHEON, 11.3), Lie(TO_THE_END)]),
    (370, 17, "SYN PACIFIC GRAIN", CARGO, 199, 32, 12.6, -8.0, &[Sail(DALIAN_KANMON, 12.6)]),
    (273, 18, "SYN PRIMORYE", CARGO, 119, 18, 6.8, -5.0, &[Sail(VLADIVOSTOK_BUSAN, 11.2), Lie(TO_THE_END)]),
    (538, 19, "SYN NORTH WIND", CONTAINER, 334, 43, 13.5, -4.0, &[Sail(TSUGARU_BUSAN, 19.3), Lie(11.0), Sail(BUSAN_SHANGHAI, 17.9)]),
    (563, 20, "SYN MERIDIAN", CONTAINER, 300, 40, 12.9, 30.0, &[Back(TSUGARU_BUSAN, 18.8)]),
    (352, 21, "SYN IRON COMET", CARGO, 292, 45, 17.9, -18.0, &[Sail(SOUTH_POHANG, 12.4), Lie(TO_THE_END)]),
    (636, 22, "SYN ORE VOYAGER", CARGO, 299, 50, 18.1, 10.0, &[Sail(SOUTH_GWANGYANG, 11.8), Lie(TO_THE_END)]),
    (431, 23, "SYN KAIRYU", CARGO, 98, 16, 5.4, -3.0, &[Sail(KANMON_QINGDAO, 11.6), Lie(TO_THE_END)]),
    (440, 24, "SYN DURU", CARGO, 88, 14, 4.9, 5.0, &[Sail(GUNSAN_NAGASAKI, 10.4), Lie(8.0), Back(GUNSAN_NAGASAKI, 10.1)]),
    (414, 25, "SYN LIAN FENG", CARGO, 113, 17, 6.3, -2.0, &[Sail(LIANYUNGANG_DAESAN, 10.9), Lie(12.0), Back(LIANYUNGANG_DAESAN, 11.2)]),
    (412, 26, "SYN RI SHENG", CARGO, 140, 21, 8.0, 6.0, &[Sail(RIZHAO_GWANGYANG, 12.0), Lie(TO_THE_END)]),
    (445, 27, "SYN PAEKSAN", CARGO, 76, 12, 4.4, 8.0, &[Sail(WONSAN_CHONGJIN, 8.6), Lie(TO_THE_END)]),
    (440, 28, "SYN CEMENT 5", CARGO, 112, 17, 6.9, -6.0, &[Sail(DONGHAE_POHANG, 11.0), Lie(13.0), Back(DONGHAE_POHANG, 11.4), Lie(10.0), Sail(DONGHAE_POHANG, 11.0), Lie(TO_THE_END)]),
    (440, 29, "SYN CEMENT 8", CARGO, 105, 16, 6.2, 0.5, &[Sail(WANDO_JEJU, 9.6), Lie(9.0), Back(WANDO_JEJU, 9.9), Lie(11.0), Sail(WANDO_JEJU, 9.6), Lie(TO_THE_END)]),
    (431, 30, "SYN REEFER ASAHI", CARGO, 124, 18, 6.6, 20.0, &[Back(KANMON_QINGDAO, 14.2)]),
    (671, 31, "SYN LUCKY CEDAR", CARGO, 97, 15, 5.6, 12.0, &[Back(DALIAN_KANMON, 9.8)]),
    // Tankers.
    (538, 32, "SYN GAS SERENITY", 84, 288, 44, 11.4, -16.0, &[Sail(SOUTH_INCHEON, 15.6), Lie(26.0), Back(SOUTH_INCHEON, 16.2)]),
    (636, 33, "SYN CRUDE ATLAS", TANKER, 333, 60, 20.4, -12.0, &[Sail(SOUTH_DAESAN, 11.9), Lie(TO_THE_END)]),
    (440, 34, "SYN CRUDE HANGANG", TANKER, 330, 60, 20.8, 3.0, &[Sail(SOUTH_ULSAN, 12.2), Lie(TO_THE_END)]),
    (477, 35, "SYN PRODUCT LOTUS", TANKER, 176, 30, 9.5, 7.0, &[Sail(YEOSU_ZHOUSHAN, 12.3), Lie(TO_THE_END)]),
    (440, 36, "SYN DAEHWA", TANKER, 99, 16, 6.0, 2.0, &[Sail(YEOSU_ULSAN, 10.6), Lie(12.0), Back(YEOSU_ULSAN, 11.1), Lie(9.0), Sail(YEOSU_ULSAN, 10.5), Lie(TO_THE_END)]),
    (432, 37, "SYN CHEM AKEBONO", TANKER, 118, 19, 7.1, -4.0, &[Sail(ULSAN_NIIGATA, 12.0), Lie(12.0), Back(ULSAN_NIIGATA, 12.4)]),
    (273, 38, "SYN AMUR TRADER", TANKER, 139, 17, 4.8, 9.0, &[Back(DONGHAE_VLADIVOSTOK, 10.2), Lie(10.0), Sail(DONGHAE_VLADIVOSTOK, 10.4)]),
    // Ferries.
    (440, 40, "SYN FERRY GOLDEN SEA", PASSENGER, 185, 26, 6.5, 10.0, &[Sail(INCHEON_WEIHAI, 17.8), Lie(9.0), Back(INCHEON_WEIHAI, 17.6), Lie(8.5), Sail(INCHEON_WEIHAI, 17.8), Lie(TO_THE_END)]),
    (352, 41, "SYN FERRY ROYAL PEARL", PASSENGER, 172, 25, 6.2, 11.0, &[Sail(DAESAN_RONGCHENG, 17.5), Lie(10.0), Back(DAESAN_RONGCHENG, 17.5), Lie(9.0), Sail(DAESAN_RONGCHENG, 17.5), Lie(TO_THE_END)]),
    (440, 42, "SYN FERRY LIAONING", PASSENGER, 150, 24, 6.0, 8.5, &[Sail(INCHEON_DALIAN, 18.2), Lie(8.0), Back(INCHEON_DALIAN, 18.0), Lie(9.0), Sail(INCHEON_DALIAN, 18.2)]),
    (440, 43, "SYN FERRY NEW STRAIT", PASSENGER, 162, 23, 5.5, 0.0, &[Sail(BUSAN_HAKATA, 19.5), Lie(4.0), Back(BUSAN_HAKATA, 19.5), Lie(9.0), Sail(BUSAN_HAKATA, 19.5), Lie(4.0), Back(BUSAN_HAKATA, 19.5), Lie(9.0), Sail(BUSAN_HAKATA, 19.5), Lie(4.0), Back(BUSAN_HAKATA, 19.5), Lie(TO_THE_END)]),
    (440, 44, "SYN FERRY DAGELET", PASSENGER, 92, 26, 3.4, 1.0, &[Sail(POHANG_ULLEUNG, 33.0), Lie(2.5), Back(POHANG_ULLEUNG, 33.0), Lie(15.0), Sail(POHANG_ULLEUNG, 33.0), Lie(2.5), Back(POHANG_ULLEUNG, 33.0), Lie(15.0), Sail(POHANG_ULLEUNG, 33.0), Lie(2.5), Back(POHANG_ULLEUNG, 33.0), Lie(TO_THE_END)]),
    (440, 45, "SYN FERRY HARMONY", PASSENGER, 72, 20, 2.6, -1.0, &[Sail(INCHEON_BAENGNYEONG, 29.0), Lie(1.5), Back(INCHEON_BAENGNYEONG, 29.0), Lie(14.0), Sail(INCHEON_BAENGNYEONG, 29.0), Lie(1.5), Back(INCHEON_BAENGNYEONG, 29.0), Lie(14.0), Sail(INCHEON_BAENGNYEONG, 29.0), Lie(1.5), Back(INCHEON_BAENGNYEONG, 29.0), Lie(TO_THE_END)]),
    (370, 46, "SYN FERRY EAST DREAM", PASSENGER, 140, 20, 5.7, 9.0, &[Sail(DONGHAE_SAKAIMINATO, 17.0), Lie(9.0), Back(DONGHAE_SAKAIMINATO, 17.0), Lie(8.0), Sail(DONGHAE_VLADIVOSTOK, 17.2)]),
    // Fishing: pair trawlers west of the islands, stow-netters on the shoal south-west of Jeju, squid jiggers in the East Sea.
    (412, 50, "SYN LU YU 101", FISHING, 38, 7, 3.0, 0.0, &[At(37.32, 123.95), Fish(TO_THE_END, 3.2)]),
    (412, 51, "SYN LU YU 102", FISHING, 38, 7, 3.0, 0.0, &[At(37.36, 124.02), Fish(TO_THE_END, 3.1)]),
    (412, 52, "SYN LIAO YU 55", FISHING, 41, 8, 3.2, 0.0, &[At(37.46, 124.10), Fish(TO_THE_END, 3.4)]),
    (412, 53, "SYN LIAO YU 56", FISHING, 41, 8, 3.2, 0.0, &[At(37.50, 123.98), Fish(TO_THE_END, 3.3)]),
    (412, 54, "SYN LU YU 230", FISHING, 36, 7, 2.8, 0.0, &[At(37.24, 124.12), Fish(TO_THE_END, 2.9)]),
    (413, 55, "SYN ZHE YU 7", FISHING, 42, 8, 3.3, 0.0, &[At(32.15, 124.85), Fish(TO_THE_END, 2.4)]),
    (413, 56, "SYN ZHE YU 8", FISHING, 42, 8, 3.3, 0.0, &[At(32.22, 124.97), Fish(TO_THE_END, 2.6)]),
    (413, 57, "SYN SU YU 31", FISHING, 40, 7, 3.1, 0.0, &[At(32.05, 124.98), Fish(TO_THE_END, 2.2)]),
    (440, 58, "SYN TAMNA 11", FISHING, 29, 6, 2.5, 0.0, &[At(32.30, 125.20), Fish(TO_THE_END, 2.7)]),
    (440, 59, "SYN TAMNA 12", FISHING, 29, 6, 2.5, 0.0, &[At(32.36, 125.12), Fish(TO_THE_END, 2.5)]),
    (440, 60, "SYN OJINGEO 1", FISHING, 33, 6, 2.6, 0.0, &[At(38.35, 131.55), Fish(TO_THE_END, 2.8)]),
    (440, 61, "SYN OJINGEO 2", FISHING, 33, 6, 2.6, 0.0, &[At(38.42, 131.70), Fish(TO_THE_END, 2.9)]),
    (431, 62, "SYN IKA MARU 8", FISHING, 30, 6, 2.4, 0.0, &[At(38.20, 133.60), Fish(TO_THE_END, 2.7)]),
    // Lying: the roads off Busan, Ulsan, Yeosu, Incheon, Qingdao and the Changjiang.
    (538, 70, "SYN BULK HALCYON", CARGO, 229, 32, 7.0, 0.0, &[At(35.025, 129.12), Lie(TO_THE_END)]),
    (352, 71, "SYN BULK IBIS", CARGO, 190, 32, 6.8, 0.0, &[At(35.00, 129.14), Lie(TO_THE_END)]),
    (440, 72, "SYN DONGHAE GAS", 84, 120, 19, 5.2, 0.0, &[At(35.43, 129.49), Lie(40.0), Back(YEOSU_ULSAN, 11.0), Lie(TO_THE_END)]),
    (563, 73, "SYN CHEM ORCHID", TANKER, 145, 24, 8.8, 0.0, &[At(35.46, 129.51), Lie(TO_THE_END)]),
    (370, 74, "SYN BULK CONDOR", CARGO, 179, 28, 9.1, 0.0, &[At(34.60, 127.92), Lie(TO_THE_END)]),
    (477, 75, "SYN OCEAN LARK", CARGO, 169, 27, 9.0, 0.0, &[At(37.27, 126.33), Lie(TO_THE_END)]),
    (412, 76, "SYN QING DAO 6", CARGO, 150, 23, 8.3, 0.0, &[At(35.90, 120.52), Lie(TO_THE_END)]),
    (413, 77, "SYN CHANG HE", CARGO, 180, 28, 9.9, 0.0, &[At(31.02, 122.58), Lie(TO_THE_END)]),
    // Patrol and service.
    (440, 80, "SYN PATROL HAERYONG", PATROL, 113, 15, 4.6, -2.0, &[Sail(PATROL_YELLOW_SEA, 12.5), Sail(PATROL_YELLOW_SEA, 11.0), Sail(PATROL_YELLOW_SEA, 12.0), Sail(PATROL_YELLOW_SEA, 11.5), Sail(PATROL_YELLOW_SEA, 12.0), Sail(PATROL_YELLOW_SEA, 11.5), Sail(PATROL_YELLOW_SEA, 12.0)]),
    (431, 81, "SYN PATROL TSUSHIMA", PATROL, 96, 11, 4.2, -1.0, &[Sail(PATROL_TSUSHIMA, 13.0), Sail(PATROL_TSUSHIMA, 12.0), Sail(PATROL_TSUSHIMA, 12.4), Sail(PATROL_TSUSHIMA, 11.8), Sail(PATROL_TSUSHIMA, 12.2), Sail(PATROL_TSUSHIMA, 12.0), Sail(PATROL_TSUSHIMA, 12.0)]),
    (441, 82, "SYN TUG GANGCHI", TUG, 37, 10, 4.0, 3.0, &[Sail(ULSAN_DONGHAE, 6.4), Lie(16.0), Back(ULSAN_DONGHAE, 9.2), Lie(TO_THE_END)]),
];
