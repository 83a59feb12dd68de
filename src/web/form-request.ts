import { encodeForm, encodeQuery } from "./form-encoding.ts";
import type { FormSubmission, NavigateOptions } from "./user-agent-options.ts";

/** The request that a form makes: its entries in the address, or in a body. An action that is no address stays as it is. */
export function requestOfForm(
  form: FormSubmission,
  base: string | undefined,
): { readonly address: string } & Pick<NavigateOptions, "method" | "body" | "headers"> {
  const action = URL.parse(form.action, base);
  if (action === null) return { address: String(form.action) };
  if ((form.method ?? "get") === "get") {
    action.search = encodeQuery(form.entries);
    return { address: action.href };
  }
  const { contentType, body } = encodeForm(
    form.entries,
    form.encoding ?? "application/x-www-form-urlencoded",
  );
  return { address: action.href, method: "POST", body, headers: [["Content-Type", contentType]] };
}
