# Starts the demo's app beside its talking second device; when the app ends, however it ends, nothing is left behind.
# $1 the demo's folder, $2 this program, $3 baton; then the app and its arguments.
folder=$1 talker=$2 baton=$3
shift 3
"$talker" demo-guest "$folder" "$baton" &
guest=$!
"$@" &
app=$!
trap 'kill -TERM "$app" 2>/dev/null' INT TERM HUP
wait "$app"
code=$?
while kill -0 "$app" 2>/dev/null; do
    wait "$app"
    code=$?
done
kill "$guest" 2>/dev/null
wait "$guest" 2>/dev/null
rm -rf -- "$folder"
exit "$code"
