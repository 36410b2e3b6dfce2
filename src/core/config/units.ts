import type { Millis } from '../model.ts';

const lengths: Readonly<Record<string, Millis>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How a length of time is written. */
export const lengthForm = /^\s*(\d+(?:\.\d+)?)(ms|s|m|h|d)\s*$/;

/** A length of time as it stands in the config (`800ms`, `5s`, `2m`), in milliseconds; undefined when it is none. */
export const millisOf = (text: string): Millis | undefined => {
	const found = lengthForm.exec(text);
	const unit = found?.[2] === undefined ? undefined : lengths[found[2]];
	return found === null || unit === undefined ? undefined : Math.round(Number(found[1]) * unit);
};

/** A share as it stands in the config (`5%`, `0.05`) as a number from 0 to 1; undefined when it is none. */
export const ratioOf = (value: string | number): number | undefined => {
	const found = /^(\d+(?:\.\d+)?)(%?)$/.exec(String(value).trim());
	if (found === null) return undefined;
	const ratio = found[2] === '%' ? Number(found[1]) / 100 : Number(found[1]);
	return ratio <= 1 ? ratio : undefined;
};
