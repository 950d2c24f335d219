// V: the least that shows the first 15 tokens of the list: no framework, no order, nothing that can be done to them but a switch
// to look at.
(async () => {
  const url = `../api/v2/authorizations?orgID=${new URLSearchParams(location.search).get("org")}`;
  const { authorizations } = await (await fetch(url)).json();
  globalThis.list = authorizations;
  const cell = (...content) => {
    const cell = document.createElement("div");
    cell.role = "gridcell";
    cell.append(...content);
    return cell;
  };
  const rows = authorizations.slice(0, 15).map(({ status, description, user, createdAt, permissions }) => {
    const active = Object.assign(document.createElement("input"), { type: "checkbox", role: "switch", checked: status === "active" });
    active.ariaLabel = `Active: ${description}`;
    const row = document.createElement("div");
    row.role = "row";
    row.append(cell(active), cell(description), cell(user), cell(createdAt), cell(`${permissions.length} permissions`));
    return row;
  });
  document.querySelector("[role=grid]").append(...rows);
})();
