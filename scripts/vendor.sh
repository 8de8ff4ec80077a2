#!/bin/sh
# Refreshes the third-party files that Hanpo serves itself. Run by hand when a version is raised; nothing is downloaded
# when Hanpo is installed or runs. Needs npm, which takes the packages from whatever registry the machine is set up for.
set -eu

DESIGN_TOKENS=1.1.9

root=$(cd "$(dirname "$0")/.." && pwd)
vendor="$root/src/hanpo/portal/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "@digital-go-jp/design-tokens@$DESIGN_TOKENS" >/dev/null
tar -xzf digital-go-jp-design-tokens-*.tgz
install -D -m 644 package/dist/tokens.css "$vendor/design-tokens/tokens.css"
install -D -m 644 package/LICENSE "$vendor/design-tokens/LICENSE"
sed -i "s/design-tokens\` [0-9.]*,/design-tokens\` $DESIGN_TOKENS,/" "$vendor/design-tokens/README.md"
echo "design tokens $DESIGN_TOKENS"
