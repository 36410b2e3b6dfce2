import { safeName } from './clean.ts';
import type { Service } from './model.ts';

/**
 * What a service is called on the screen: as its platform calls it where that is not a name of ours, and with its own name
 * where several are called so. The text comes from outside.
 */
export function serviceTitle({ name, original }: Pick<Service, 'name' | 'original'>): string {
	if (original === undefined || safeName(original) === original) return name;
	const bare = original.slice(original.indexOf('/') + 1);
	return safeName(original) === name || safeName(bare) === name ? original : `${original} (${name})`;
}

/** The same as the title of a screen: its id, where its platform calls it nothing else. */
export function serviceHeading(service: Pick<Service, 'id' | 'name' | 'original'>): string {
	const title = serviceTitle(service);
	return title === service.name ? service.id : title;
}
