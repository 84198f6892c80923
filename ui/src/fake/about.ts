// What a real app said about itself: `src-tauri/src/ipc/recorded/about.rs`.
import type { AboutView, PackagePage, PackagesRequest, PackageView } from "../lib/contract";
import aboutJson from "./recorded/about.json";
import licencesJson from "./recorded/package_licence.json";
import packagesJson from "./recorded/packages.json";

export const ABOUT: AboutView = aboutJson;

const packages: PackageView[] = packagesJson;
const licences: Record<string, string> = licencesJson;

export function packagePage({ search, offset, limit }: PackagesRequest): PackagePage {
  const found = packages.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return { packages: found.slice(offset, offset + limit), total: found.length };
}

/** The text of a few was recorded; the others show the first one. */
export function licenceText(text: number): string {
  return licences[text] ?? licencesJson["1"];
}
