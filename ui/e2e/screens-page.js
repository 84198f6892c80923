// The page of the documentation that shows the window's pictures.

const HEAD = `# What the window looks like

Every view and state, light and dark. \`npm run screenshots -- --docs\` in \`ui/\` takes these pictures and writes this page: the
built page in Chromium, over a host that plays the app.

The devices, their owner and what was said on them are invented. The rest is not: real engines acted it out over a real
folder, and what the app answered was written down ([how](../ui/README.md#what-the-fake-host-answers)). The host adds little
of its own: eight of the twelve devices, the hundred thousand turns (one conversation, said again and again), leases where
nobody votes, settings that are fixed, a drive whose free space nobody knows, and what follows a click: a turn or a device
that arrives.`;

const anchor = (title) => title.toLowerCase().replaceAll(" ", "-");

function section({ name, words }) {
  const [light, dark] = ["light", "dark"].map((scheme) => `screens/${name}-${scheme}.webp`);
  return `${words}\n\n| light | dark |\n| --- | --- |\n| ![${words}](${light}) | ![The same in dark](${dark}) |`;
}

function chapter({ title, intro, screens }) {
  return [`## ${title}`, intro, ...screens.map(section)].filter(Boolean).join("\n\n");
}

export function page(chapters) {
  const contents = chapters.map(({ title }) => `[${title}](#${anchor(title)})`).join(" · ");
  return `${[HEAD, contents, ...chapters.map(chapter)].join("\n\n")}\n`;
}
