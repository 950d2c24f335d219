// What assistive tools are told of the page: Chromium's own accessibility tree, as lines of text.

import type { Page } from "@playwright/test";

type Value = { value?: unknown };
type Node = {
  nodeId: string;
  parentId?: string;
  ignored: boolean;
  role?: Value;
  name?: Value;
  description?: Value;
  value?: Value;
  properties?: { name: string; value: Value }[];
  childIds?: string[];
};

/** Roles that only hold others together, or repeat the text of what they are in. */
const SILENT = new Set(["generic", "none", "InlineTextBox", "ListMarker", "LineBreak", "RootWebArea", "LabelText", "paragraph", "Section"]);
/** States that are told when they are true, or mixed. */
const STATES = ["checked", "pressed", "expanded", "selected", "disabled", "invalid", "readonly", "required", "multiline", "modal", "focused", "busy"];
const PROPERTIES = ["level", "live", "hasPopup", "keyshortcuts", "autocomplete"];

/**
 * The tree below the node with this role and name, a line a node, indented by depth: `role "name" states … : description`. Names, ids
 * and times that differ from run to run are replaced by `replace`.
 */
export async function axTree(page: Page, role: string, name: string, replace: (text: string) => string = (text) => text): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const root = nodes.find((node) => !node.ignored && node.role?.value === role && node.name?.value === name);
  if (!root) throw new Error(`The accessibility tree has no ${role} "${name}".`);
  return replace(lines(root, byId, 0, "").join("\n"));
}

function lines(node: Node, byId: Map<string, Node>, depth: number, above: string): string[] {
  const role = String(node.role?.value ?? "");
  const name = String(node.name?.value ?? "");
  // A text that its control is named by has been told.
  const told = !node.ignored && !SILENT.has(role) && !(role === "StaticText" && above.includes(name.trim()));
  const inside = (node.childIds ?? []).flatMap((id) => {
    const child = byId.get(id);
    return child ? lines(child, byId, told ? depth + 1 : depth, told ? name : above) : [];
  });
  return told ? [`${"  ".repeat(depth)}${line(node, role, name)}`, ...inside] : inside;
}

function line(node: Node, role: string, name: string): string {
  const value = (key: string) => node.properties?.find((property) => property.name === key)?.value.value;
  const states = STATES.filter((state) => [true, "true", "mixed"].includes(value(state) as string)).map((state) => (value(state) === "mixed" ? `${state}=mixed` : state));
  const rest = PROPERTIES.flatMap((key) => (value(key) === undefined || value(key) === "" || value(key) === "false" ? [] : [`${key}=${String(value(key))}`]));
  const description = node.description?.value ? `: ${String(node.description.value)}` : "";
  const content = node.value?.value !== undefined && node.value.value !== "" ? ` = ${String(node.value.value)}` : "";
  return [role, JSON.stringify(name), ...states, ...rest].join(" ") + content + description;
}
