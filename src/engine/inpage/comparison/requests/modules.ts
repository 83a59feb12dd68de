import { get, type Scenario } from "../scenario.ts";

const paths =
  "/inspect /inspect-promise /format /path /url /querystring /buffer /events /fs /fs-errors /net /process".split(
    " ",
  );

export const moduleRequests: Scenario = {
  program: "modules.mjs",
  requests: paths.map((path) => get(path)),
};
