// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A cluster whose nodes tell clients to come through proxies. */
final class ProxiedCluster implements AutoCloseable {
    private final ValkeyCluster cluster = ValkeyCluster.started();
    private final List<TcpProxy> proxies = new ArrayList<>();

    ProxiedCluster() {
        cluster.nodes().forEach(this::addProxy);
        Set<String> announced = proxies.stream()
                .map(proxy -> proxy.host() + ":" + proxy.port() + "@")
                .collect(Collectors.toSet());
        cluster.nodes().forEach(node -> Awaitility.await("gossip").until(() -> knowsAll(node, announced)));
    }

    List<ValkeyServer> servers() {
        return cluster.nodes();
    }

    List<TcpProxy> proxies() {
        return proxies;
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
        cluster.close();
    }

    private void addProxy(ValkeyServer node) {
        TcpProxy proxy = TcpProxy.to(node.host(), node.port());
        proxies.add(proxy);
        node.command("CONFIG", "SET", "cluster-announce-port", Integer.toString(proxy.port()));
    }

    private static boolean knowsAll(ValkeyServer node, Set<String> announced) {
        String nodes = String.valueOf(node.command("CLUSTER", "NODES"));
        return announced.stream().allMatch(nodes::contains);
    }
}
