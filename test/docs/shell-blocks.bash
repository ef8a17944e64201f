# What the shell blocks of the docs find: read by bash before the page, by BASH_ENV.
set -eE
trap 'tell_failure "$LINENO" "$BASH_COMMAND"' ERR

# In a function the line is that of its call in the page, which is the last but one of the calls.
tell_failure() {
  local calls=${#BASH_LINENO[@]} line=$1
  if [ "$calls" -gt 2 ]; then line=${BASH_LINENO[calls - 2]}; fi
  echo "line $line: failed: $2" >&2
}

# The machine's time is the server's, which `sleep` moves: nobody waits for the next code.
twinlock() { "$NODE" --import "$DOCS/server-time.ts" "$DOCS/../../bin/twinlock.cjs" "$@"; }
sleep() { "$NODE" "$DOCS/move-clock.ts" "$1"; }
aws() { twinlock "$@"; }
phone() { twinlock mfa code --qr QRCode.png; }
npx() {
  if [ "$1" != twinlock ]; then echo "npx $1: mark the block as no-test" >&2; return 127; fi
  twinlock "${@:2}"
}

# Each block prints into a file of its own, named for its line.
begin_block() { exec >"$OUTPUT/$1"; }

expect_refusal() {
  if refused 2>"$OUTPUT/refusal"; then echo 'this was not refused' >&2; return 1; fi
  cat "$OUTPUT/refusal"
  grep -qF -- "$1" "$OUTPUT/refusal" || { echo "this was refused otherwise: $(cat "$OUTPUT/refusal")" >&2; return 1; }
}
