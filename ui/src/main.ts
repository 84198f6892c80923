import { mount } from "svelte";
import App from "./App.svelte";
import { chooseHost } from "./lib/host/choose";
import { texts } from "./lib/texts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/lists.css";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

const host = await chooseHost();
if (host) mount(App, { target, props: { host } });
else target.textContent = texts.shell.noHost;
