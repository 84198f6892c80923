import type { AboutView, PackagePage, PackagesRequest, PackageView } from "../lib/contract";

export const ABOUT: AboutView = {
  version: "0.1.0",
  platform: "linux x86_64",
  licence: "Apache-2.0",
  licenceText: `Apache License\nVersion 2.0, January 2004\n\n${"You may reproduce and distribute copies.\n".repeat(60)}`,
  guide:
    "# Baton\n\nBaton carries your AI agents' memory between your computers.\n\n![The window](docs/screens/devices-light.webp)\n\n## Two commands\n\n- `cargo xtask run`\n- see [the changes](CHANGELOG.md)\n",
};

const LICENCES = ["MIT OR Apache-2.0", "MIT", "MPL-2.0"];

const PACKAGES: PackageView[] = Array.from({ length: 586 }, (_, index) => ({
  name: `package-${String(index).padStart(3, "0")}`,
  version: `1.${index % 7}.0`,
  licence: LICENCES[index % LICENCES.length] ?? "MIT",
  texts: [1 + (index % 3)],
}));

export function packagePage({ search, offset, limit }: PackagesRequest): PackagePage {
  const found = PACKAGES.filter(({ name }) => name.includes(search.trim().toLowerCase()));
  return { packages: found.slice(offset, offset + limit), total: found.length };
}

export function licenceText(text: number): string {
  return `Licence text ${text}\n\nPermission is hereby granted, free of charge.`;
}
