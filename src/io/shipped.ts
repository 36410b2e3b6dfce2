import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What comes with watchdeck beside the program: `config/` lies beside `dist/`, and beside `src/` where the source itself runs. */
export function shippedFolder(): string {
	const places = ['../config', '../../config'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
	return places.find((place) => existsSync(place)) ?? places[0] ?? 'config';
}
