import { get, type Scenario } from "../scenario.ts";

const paths = [
  ..."/throw /file /file-sync /reject /reject-nothing /later /chain /string /route /status-code /bad-status".split(
    " ",
  ),
  ..."/res-status /sent-twice /bad-header /decode/ok /decode/%E0 /escape /nothing-here".split(" "),
  ..."/throw?show /file?show /file-sync?show /reject?show /later?show /decode/%E0?show".split(" "),
];

export const errorRequests: Scenario = {
  program: "errors.cjs",
  requests: [
    ...paths.map((path) => get(path)),
    get("/throw", { headers: { "X-Requested-With": "XMLHttpRequest" } }),
  ],
};
