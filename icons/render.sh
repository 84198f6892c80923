#!/bin/sh
# Renders the PNGs of the app and the tray from their SVGs. Needs rsvg-convert (Debian: librsvg2-bin).
set -eu
cd "$(dirname "$0")"

app() {
    rsvg-convert --width "$1" --height "$1" --output "$2" app.svg
}

app 32 32x32.png
app 128 128x128.png
app 256 128x128@2x.png
app 512 icon.png

for state in up_to_date syncing waiting paused needs_attention; do
    rsvg-convert --width 32 --height 32 --output "tray/$state.png" "tray/$state.svg"
done

# The page shows the same mark.
cp app.svg ../ui/public/mark.svg
