#!/bin/sh
# Renders the PNGs of the app and the tray from their SVGs. Needs rsvg-convert (Debian: librsvg2-bin).
set -eu
cd "$(dirname "$0")"

app() {
    rsvg-convert --width "$1" --height "$1" --output "$2" app.svg
}

app 16 16x16.png
app 24 24x24.png
app 32 32x32.png
app 48 48x48.png
app 64 64x64.png
app 128 128x128.png
app 256 256x256.png
app 512 icon.png

# Each state is drawn once; a style sheet gives it the colours for a panel.
for style in tray/*.css; do
    panel=$(basename "$style" .css)
    mkdir -p "tray/$panel"
    for drawing in tray/*.svg; do
        state=$(basename "$drawing" .svg)
        rsvg-convert --width 32 --height 32 --stylesheet "$style" --output "tray/$panel/$state.png" "$drawing"
    done
done

# The page shows the same mark.
cp app.svg ../ui/public/mark.svg
