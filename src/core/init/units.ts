import type { Properties } from '../systemd/show.ts';

/** Servers and helpers whose end an operator wants to hear of. */
const known =
	/^(?:nginx|apache2|httpd|caddy|haproxy|traefik|varnish|postgresql(?:@[\w.-]+)?|mysqld?|mariadb|redis(?:-server)?|valkey(?:-server)?|mongod|rabbitmq-server|memcached|elasticsearch|docker|containerd|podman|k3s|ssh|sshd|crond?|fail2ban|postfix|exim4|dovecot|named|unbound|php[\d.]*-fpm|prometheus|grafana-server|prometheus-node-exporter)\.service$/;
/** Where units lie that were put there by hand, not by a package. */
const ownFolder = '/etc/systemd/system/';
const most = 40;

/** The units that should always run: well-known servers and those that were put there by hand, as far as they run now. */
export function importantUnits(units: readonly Properties[]): readonly string[] {
	return units
		.filter((unit) => unit.get('ActiveState') === 'active' && unit.get('SubState') === 'running')
		.filter((unit) => known.test(unit.get('Id') ?? '') || unit.get('FragmentPath')?.startsWith(ownFolder) === true)
		.map((unit) => unit.get('Id') ?? '')
		.filter((name) => /^[A-Za-z0-9][\w:.@-]{0,200}\.service$/.test(name))
		.slice(0, most);
}

/** The units that have failed. */
export function failedUnits(units: readonly Properties[]): readonly string[] {
	return units
		.filter((unit) => unit.get('ActiveState') === 'failed')
		.map((unit) => unit.get('Id') ?? '')
		.slice(0, most);
}
