import DIP
import Kernel
import Testing

/// The routing table as data.
struct RoutingTableTests {
    @Test func theBuiltInTextIsATable() throws {
        let table = try RoutingTable(texts: [RoutingTable.builtInText])
        #expect(table == .builtIn)
        #expect(table.routes.count > 60)
        #expect(table.watches.count == 13)
        let roles = Set(table.roles.map(\.code))
        for row in table.routes {
            for target in row.senders + row.primary + row.secondary + row.always {
                if let role = target.role { #expect(roles.contains(role), "\(row.interface) names \(role)") }
            }
            #expect(!row.source.isEmpty)
        }
        for row in table.watches where row.act != .endAll {
            #expect(table.roles.contains { $0.group == row.group }, "\(row.interface) names group \(row.group)")
        }
    }

    /// dip.md 3.6: every interface of version 2.1.0 and both that have no schema.
    @Test(arguments: [
        1...9, 13...16, 18...28, 30...45, 47...47, 50...51, 61...65,
    ]) func everyInterfaceHasARoute(_ numbers: ClosedRange<Int>) throws {
        for number in numbers {
            let text = "IF-\(String(repeating: "0", count: 3 - String(number).count))\(number)"
            let interface = try #require(InterfaceID(text))
            #expect(RoutingTable.builtIn.route(interface, event: "[Any]") != nil, "\(text)")
        }
    }

    @Test func senderRoles() throws {
        let interface = try #require(InterfaceID("IF-021"))
        let row = try #require(RoutingTable.builtIn.route(interface, event: "[ActivePower]"))
        let (advanced, supplier) = (try RoutingSample.role("ADS"), try RoutingSample.role("SUP"))
        #expect(row.maySend(advanced))
        #expect(!row.maySend(supplier))
        #expect(row.split == .guessed && row.roles == .stated)
    }

    @Test func aUsersRowsReplaceOurs() throws {
        let own = """
            # ours
            route,IF-021,*,SDS,"SUP",,MDS,stated,stated,"own agreement, 2026"
            role,XYZ,Own role,central,stated,us

            route,IF-021,[ReactivePower],SDS XYZ,SUP,,,stated,stated,own
            """
        let table = try RoutingTable.builtIn(overriddenBy: own)
        let interface = try #require(InterfaceID("IF-021"))
        #expect(table.route(interface, event: "[ActivePower]")?.source == "own agreement, 2026")
        #expect(table.route(interface, event: "ReactivePower")?.senders.map(\.text) == ["SDS", "XYZ"])
        #expect(table.routes.count == RoutingTable.builtIn.routes.count + 1)
        #expect(table.roles.count == RoutingTable.builtIn.roles.count + 1)
    }

    @Test(arguments: [
        ("path,IF-021", "line 1 of the routing table: `path` is no kind of row: role, route, mask or watch"),
        ("\nroute,IF-21,*,SDS,,,,stated,stated,x", "line 2 of the routing table: `IF-21` is no interface"),
        (
            "route,IF-021,*,SDS,,sup,,stated,stated,x",
            "line 1 of the routing table: `sup` in the secondary recipients is no role"
        ),
        (
            "route,IF-021,*,SDS,,SUP+soon,,stated,stated,x",
            "line 1 of the routing table: `SUP+soon` in the secondary recipients is no role"
        ),
        ("route,IF-021,*,SDS,,,,sure,stated,x", "line 1 of the routing table: `sure` is no confidence of the roles"),
        ("route,IF-021,*,SDS,,,,stated,stated", "line 1 of the routing table: the source is missing"),
        ("role,SUP,S,s,stated,x,y", "line 1 of the routing table: `y` is one cell too many"),
        ("mask,IF-036,*,consent,LDSO,guessed,x", "line 1 of the routing table: `consent` is no field"),
        (
            "watch,IF-036,*,appoint,data,,B1.d,,inferred,x",
            "line 1 of the routing table: appoint needs the field of the DIP ID"
        ),
        (
            "watch,IF-036,*,appoint,data,B1.a,B1.d,B1.c,inferred,x",
            "line 1 of the routing table: `B1.c` is no condition"
        ),
    ]) func aWrongRowIsNamed(_ text: String, _ words: String) {
        #expect(throws: RoutingTableError.self) { try RoutingTable(texts: [text]) }
        do { _ = try RoutingTable(texts: [text]) } catch { #expect(error.description == words) }
    }

    @Test func masksByRole() throws {
        let table = RoutingTable.builtIn
        let interface = try #require(InterfaceID("IF-026"))
        let field = FieldPath(block: "B068", field: "consentGranularity")
        #expect(
            table.masked(interface: interface, event: "[ConsentGranularity]", for: try RoutingSample.role("LDSO")) == [
                field
            ])
        #expect(
            table.masked(interface: interface, event: "[ConsentGranularity]", for: try RoutingSample.role("SUP")) == [])
        #expect(table.masked(interface: interface, event: "[SMSO]", for: try RoutingSample.role("LDSO")) == [])
        #expect(
            table.unmasked.masked(
                interface: interface, event: "[ConsentGranularity]", for: try RoutingSample.role("LDSO")) == [])
        #expect(table.unmasked.routes == table.routes)
    }
}
