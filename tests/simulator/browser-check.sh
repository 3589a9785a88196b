#!/usr/bin/env bash
# Opens the simulator's page in a headless Chromium and checks that it shows a call which is placed after the page was
# loaded, its callback, and nothing that a caller smuggled in. Skips itself where there is no Chromium, except in CI,
# where that is a failure.
#
#   tests/simulator/browser-check.sh [the simulator's program]
#   PICTURE=tests/simulator/page.png tests/simulator/browser-check.sh    only renews the picture in README.md
set -euo pipefail
cd "$(dirname "$0")/../.."

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
    echo 'skipped: no Chromium here (Debian: apt-get install chromium)'
    [ -z "${CI:-}" ]
    exit
fi
program=${1:-}
if [ -z "$program" ]; then
    cargo build --quiet --package twilio-calls-simulator
    program=${CARGO_TARGET_DIR:-target}/debug/twilio-calls-simulator
fi

work=$(mktemp -d)
"$program" --port 0 --speed 20 > "$work/log" &
simulator=$!
trap 'kill "$simulator" 2> /dev/null || true; rm -rf "$work"' EXIT
until grep -q 'TWILIO_BASE_URL=' "$work/log"; do
    kill -0 "$simulator"
    sleep 0.05
done
base=$(sed -n 's/^ *export TWILIO_BASE_URL=//p' "$work/log")
account=$(sed -n 's/^ *export TWILIO_ACCOUNT_SID=//p' "$work/log")
token=$(sed -n 's/^ *export TWILIO_AUTH_TOKEN=//p' "$work/log")

place() {
    local to=$1
    shift
    curl --silent --show-error --fail --user "$account:$token" "$base/2010-04-01/Accounts/$account/Calls.json" \
        --data-urlencode "To=$to" --data-urlencode 'From=+15550002222' --data-urlencode 'Twiml=<Response/>' \
        "$@" | sed 's/.*"sid":"\(CA[0-9a-f]*\)".*/\1/'
}

if [ -n "${PICTURE:-}" ]; then
    # The page itself takes the callbacks, so that they succeed.
    callbacks=(--data StatusCallbackMethod=GET --data-urlencode "StatusCallback=$base/simulator/live")
    for event in initiated ringing answered completed; do callbacks+=(--data "StatusCallbackEvent=$event"); done
    place +15558675310 "${callbacks[@]}"
    place +15005550010 "${callbacks[@]}"
    sleep 1.5
    place client:alice "${callbacks[@]}"
    sleep 0.3
    "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --hide-scrollbars \
        --window-size=1366,640 --screenshot="$PICTURE" "$base/" 2> "$work/chromium"
    exit
fi

early=$(place 'client:<img src=x onerror="document.title=1">' --data-urlencode "StatusCallback=$base/")
# Virtual time makes the browser renew the page as fast as the simulator answers, here 1500 times, before it prints what
# it has; the second call is placed in between.
"$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --window-size=1400,900 \
    --virtual-time-budget=750000 --dump-dom "$base/" > "$work/dom" 2> "$work/chromium" &
browser=$!
sleep 2
late=$(place '+15005550010' --data-urlencode "StatusCallback=$base/")
wait "$browser"

check() {
    if grep -q -- "$2" "$work/dom"; then
        echo "ok: $1"
    else
        echo "failed: $1" >&2
        cat "$work/dom" >&2
        exit 1
    fi
}
check 'the call from before the page was loaded' "data-sid=\"$early\""
check 'the call from after the page was loaded' "data-sid=\"$late\""
loaded=$(sed -n 's/.*<time id="loaded">\([^<]*\)<.*/\1/p' "$work/dom")
created=$(curl --silent --fail --user "$account:$token" "$base/2010-04-01/Accounts/$account/Calls/$late.json" |
    sed 's/.*"date_created":"\([^"]*\)".*/\1/')
if [ "$(date --date "$loaded" +%s)" -ge "$(date --date "$created" +%s)" ]; then
    echo "failed: the page was loaded only after the second call had been placed" >&2
    exit 1
fi
check 'the first call has completed' 'class="status completed"'
check 'the second call was busy' 'class="status busy"'
check 'a callback is shown' '<td>status</td><td>completed</td>'
check 'what callers send stays text' '&lt;img src=x'
check 'the title is what it was' '<title>Call simulator</title>'
echo '7 passed, 0 failed'
