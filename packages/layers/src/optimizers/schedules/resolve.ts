import { ArgumentError } from "@antler/core";
import type { CustomObject, CustomObjects } from "../../saving/custom-objects.js";
import { deserializeWith, type SerializableClass } from "../../saving/deserialize.js";
import type { SerializedObject } from "../../saving/keys.js";
import * as classes from "./classes.js";
import { LearningRateSchedule } from "./schedule.js";

/** A schedule as Keras's files describe it. */
export function serialize(learningRateSchedule: LearningRateSchedule): SerializedObject {
  return learningRateSchedule.toJSON();
}

/**
 * The schedule of a saved description.
 * @throws SerializationError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  config: SerializedObject,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): LearningRateSchedule {
  const all: Readonly<Record<string, CustomObject>> = { ...classes };
  const find = ({ class_name: name }: SerializedObject) =>
    all[name] as SerializableClass | undefined;
  const found = deserializeWith(find, config, { customObjects: options.customObjects ?? {} });
  if (found instanceof LearningRateSchedule) return found;
  throw new ArgumentError(
    `schedules.deserialize: this is no schedule. Expected a saved description of one, received ${String(found)}.`,
  );
}
