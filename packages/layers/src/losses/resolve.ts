import { ArgumentError, suggestion } from "@antler/core";
import * as factories from "./factories.js";
import { Loss, type LossFunction } from "./loss.js";

export type LossName = keyof typeof factories;

/** What `compile` accepts as a loss: a name, a `Loss`, or a function of (labels, predictions). */
export type LossLike = LossName | Loss | LossFunction;

/** @throws ArgumentError if the name is unknown */
export function resolveLoss(loss: LossLike): Loss {
  if (loss instanceof Loss) return loss;
  if (typeof loss === "function") return new Loss(loss.name || "loss", loss);
  const table = { ...factories };
  const names = Object.keys(table);
  if (names.includes(loss)) return table[loss]();
  throw new ArgumentError(
    `compile: unknown loss ${JSON.stringify(loss)}. Expected a Loss, a function or one of ${names.join(", ")}.` +
      suggestion(String(loss), names),
  );
}
