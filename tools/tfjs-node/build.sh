#!/usr/bin/env bash
# Builds @tensorflow/tfjs-node without its install script, which downloads binaries: the binding from the
# C++ source in the package, the TensorFlow library from the wheel of tensorflow-cpu on PyPI.
#
#   build.sh [FOLDER]     default: node_modules/.cache/tfjs-node
#
# Prints the package's folder, for GNP_TFJS_NODE; what it does goes to stderr. What was built before is
# found again. Status 3: something that it needs is missing, and it says what.
set -euo pipefail

tfjs_node=4.22.0
tensorflow=2.21.0
node_headers=1.9.0

workspace=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$workspace/node_modules/.cache/tfjs-node}
package=$folder/node_modules/@tensorflow/tfjs-node
finished=$folder/finished-$tfjs_node-$tensorflow
shared=$workspace/node_modules/@tensorflow/tfjs

say() { echo "tfjs-node: $*" >&2; }
missing() {
  say "MISSING: $*"
  exit 3
}

if [ -e "$finished" ]; then
  echo "$package"
  exit
fi

[ "$(uname -s)" = Linux ] || missing "Linux; the wheels of other systems hold other libraries."
command -v g++ >/dev/null || missing "a C++ compiler. Debian: apt-get install g++"
python3 -m pip --version >/dev/null 2>&1 || missing "pip. Debian: apt-get install python3-pip"
[ -d "$shared" ] || missing "the packages of this repository. Run: npm ci"

rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

say "fetching @tensorflow/tfjs-node $tfjs_node"
echo '{ "private": true }' >package.json
npm install --ignore-scripts --no-audit --no-fund --loglevel=error >&2 \
  "@tensorflow/tfjs-node@$tfjs_node" "node-api-headers@$node_headers" ||
  missing "npm's registry, which could not be reached."
# a program has one TensorFlow.js, the one of the repository
find node_modules/@tensorflow -mindepth 1 -maxdepth 1 ! -name tfjs-node -exec rm -rf {} +
ln -s "$shared" node_modules/@tensorflow/tfjs

say "fetching tensorflow-cpu $tensorflow"
# any Python's wheel holds the same library; this one's need not be the system's
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest wheel >&2 \
  --python-version 3.12 --platform "manylinux_2_27_$(uname -m)" "tensorflow-cpu==$tensorflow" ||
  missing "PyPI, or a wheel of tensorflow-cpu for $(uname -m)."
say "unpacking $(du -m wheel/*.whl | cut -f1) MiB"
python3 - wheel/*.whl <<'PYTHON'
import sys, zipfile

parts = "c/", "core/platform/", "tsl/"
headers = tuple(f"tensorflow/include/{part}" for part in ("tsl/", "xla/tsl/c/", *(f"tensorflow/{p}" for p in parts)))
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(members=[n for n in wheel.namelist() if n.startswith(("tensorflow/libtensorflow", *headers))])
PYTHON
rm -r wheel

say "compiling the binding"
# where the package looks: it names the folder by the newest Node-API that both know
binding=$(node -p 'require("@mapbox/node-pre-gyp").find(process.argv[1])' "$package/package.json")
mkdir -p "$(dirname "$binding")" "$package/deps/lib"
mv tensorflow/libtensorflow* "$package/deps/lib"
g++ -O2 -shared -fPIC -std=c++17 -DNAPI_VERSION=8 -o "$binding" "$package"/binding/*.cc \
  -I node_modules/node-api-headers/include -I tensorflow/include \
  "$package"/deps/lib/libtensorflow{_cc,_framework}.so.2 '-Wl,-rpath,$ORIGIN/../../deps/lib'
rm -r tensorflow node_modules/node-api-headers
touch "$finished"

say "built: $(du -sm . | cut -f1) MiB in $folder"
echo "$package"
