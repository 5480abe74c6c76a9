import { bindArguments } from "../bind.js";
import { missing } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";
import { at, camel } from "../names.js";
import type { Context, RunCase } from "./area.js";

interface ApiCase extends GoldenCase {
  readonly kind: "class" | "function";
}

/** Whether a public name of Keras has its counterpart, with all parameters. */
export const runApi: RunCase = async (anyCase, context) => {
  const { id, kind } = anyCase as ApiCase;
  const names = id.split(".").slice(1);
  const last = names.pop() as string;
  const folder = names.map(camel).join(".");
  const inFolder = (name: string): string => (folder === "" ? name : `${folder}.${name}`);
  const path = inFolder(kind === "class" && /^[A-Z]/.test(last) ? last : camel(last));
  if (at(context.product, path) === undefined) throw missing(path);
  checkParameters(id, path, context);
};

/** Each parameter of Keras, given a value of its own, must find its place. */
function checkParameters(id: string, path: string, { keras, own }: Context): void {
  const parameters = keras[id] ?? [];
  const signatures = own[path];
  if (signatures === undefined) return;
  const values = parameters.filter(([, kind]) => kind === "P" || kind === "K");
  const kwargs = Object.fromEntries(values.map(([name]) => [name, { value: name }]));
  bindArguments([], kwargs, parameters, signatures);
}
