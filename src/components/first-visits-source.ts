/** Where the landing page's server answers. */
export const VISITS_PATH = "/visits";

/** That server: what stands there is what runs. */
export const visitsSource = `import { createApp, Router } from "keepsake";

Router.get("${VISITS_PATH}", (req, res) => {
  const visits = req.session.increment("visits");
  res.send(\`Visit number \${visits}\`);
});

const app = await createApp();
app.listen(7148);
`;

/** What it answers. */
export function visitsAnswer(visits: number): string {
  return `Visit number ${visits}`;
}
