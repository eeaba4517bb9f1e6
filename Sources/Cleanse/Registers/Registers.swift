public import Kernel

/// Every register that was loaded, with typed columns for the rules.
///
/// Reference: the canonical layouts, one file a register.
public struct Registers: Sendable {
    /// The day that the registers speak of.
    public let asAt: CalendarDate
    public let registration: Registration?
    public let enquiry: Registration?
    public let meters: Meters?
    public let links: Links?
    public let histories: Histories?
    public let devices: Devices?
    public let extracts: Extracts?
    public let hubs: Hubs?
    public let appointments: Appointments?

    /// Takes the tables that are there; a register of which none is given is absent.
    public init(asAt: CalendarDate, tables: [RegisterTable]) {
        func table(_ kind: RegisterKind) -> RegisterTable? { tables.first { $0.kind == kind } }
        self.asAt = asAt
        registration = table(.registration).map(Registration.init)
        enquiry = table(.enquiry).map(Registration.init)
        meters = table(.meters).map(Meters.init)
        links = table(.links).map(Links.init)
        histories = table(.histories).map(Histories.init)
        devices = table(.devices).map(Devices.init)
        extracts = table(.extracts).map(Extracts.init)
        hubs = table(.hubs).map(Hubs.init)
        appointments = table(.appointments).map(Appointments.init)
    }

    /// A register's table; nil where it was not loaded.
    public func table(_ kind: RegisterKind) -> RegisterTable? {
        switch kind {
        case .registration: registration?.table
        case .enquiry: enquiry?.table
        case .meters: meters?.table
        case .links: links?.table
        case .histories: histories?.table
        case .devices: devices?.table
        case .extracts: extracts?.table
        case .hubs: hubs?.table
        case .appointments: appointments?.table
        }
    }

    /// Every table that is there, in the order of the registers.
    public var tables: [RegisterTable] { RegisterKind.allCases.compactMap(table) }
}

/// The columns of REG or EES.
public struct Registration: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let gspGroup: Column<UInt16>
    public let supplier: Column<UInt16>
    public let supplierEFD: Column<UInt16>
    public let mpStatus: Column<UInt8>
    public let rmpStatus: Column<UInt8>
    public let energisation: Column<UInt8>
    public let energisationEFD: Column<UInt16>
    public let pc: Column<UInt16>
    public let ssc: Column<UInt16>
    public let mc: Column<UInt8>
    public let mtc: Column<UInt16>
    public let llfc: Column<UInt16>
    public let llfcEFD: Column<UInt16>
    public let connectionType: Column<UInt8>
    public let connectionEFD: Column<UInt16>
    public let segment: Column<UInt8>
    public let segmentEFD: Column<UInt16>
    public let dpi: Column<UInt8>
    public let dpiEFD: Column<UInt16>
    public let direction: Column<UInt8>
    public let metered: Column<UInt8>
    public let dccFlag: Column<UInt8>
    public let dccEFD: Column<UInt16>
    public let postcode: Column<UInt64>
    public let created: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        gspGroup = table.column(.gspGroup)
        supplier = table.column(.supplier)
        supplierEFD = table.column(.supplierEFD)
        mpStatus = table.column(.mpStatus)
        rmpStatus = table.column(.rmpStatus)
        energisation = table.column(.energisation)
        energisationEFD = table.column(.energisationEFD)
        pc = table.column(.pc)
        ssc = table.column(.ssc)
        mc = table.column(.mc)
        mtc = table.column(.mtc)
        llfc = table.column(.llfc)
        llfcEFD = table.column(.llfcEFD)
        connectionType = table.column(.connectionType)
        connectionEFD = table.column(.connectionEFD)
        segment = table.column(.segment)
        segmentEFD = table.column(.segmentEFD)
        dpi = table.column(.dpi)
        dpiEFD = table.column(.dpiEFD)
        direction = table.column(.direction)
        metered = table.column(.metered)
        dccFlag = table.column(.dccFlag)
        dccEFD = table.column(.dccEFD)
        postcode = table.column(.postcode)
        created = table.column(.created)
    }
}

/// The columns of MTR.
public struct Meters: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let meterID: Column<UInt64>
    public let meterType: Column<UInt16>
    public let makeType: Column<UInt32>
    public let esmeID: Column<UInt64>
    public let esmeForm: Column<UInt8>
    public let location: Column<UInt8>
    public let digits: Column<UInt8>
    public let installDate: Column<UInt16>
    public let removalDate: Column<UInt16>
    public let mapID: Column<UInt16>
    public let mapEFD: Column<UInt16>
    public let mem: Column<UInt16>
    /// The further columns; nil where no file has one of them.
    public let leftovers: Leftovers?

    /// What an earlier smart meter may have left behind.
    public struct Leftovers: Sendable {
        public let ihd: Column<UInt8>
        public let smso: Column<UInt16>
    }

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        meterID = table.column(.meterID)
        meterType = table.column(.meterType)
        makeType = table.column(.makeType)
        esmeID = table.column(.esmeID)
        esmeForm = table.forms(.esmeID)
        location = table.column(.location)
        digits = table.column(.digits)
        installDate = table.column(.installDate)
        removalDate = table.column(.removalDate)
        mapID = table.column(.mapID)
        mapEFD = table.column(.mapEFD)
        mem = table.column(.mem)
        leftovers =
            table.fields.count > table.kind.fields.count
            ? Leftovers(ihd: table.column(.ihd), smso: table.column(.smso)) : nil
    }
}

/// The columns of LNK.
public struct Links: Sendable {
    public let table: RegisterTable
    public let kind: Column<UInt16>
    public let principal: Column<UInt64>
    public let subsidiary: Column<UInt64>
    public let from: Column<UInt16>
    public let to: Column<UInt16>
    /// Whose side states the link; nil where no file has the column.
    public let statedBy: Column<UInt16>?

    public init(_ table: RegisterTable) {
        self.table = table
        kind = table.column(.kind)
        principal = table.column(.principal)
        subsidiary = table.column(.subsidiary)
        from = table.column(.from)
        to = table.column(.to)
        statedBy = table.fields.count > table.kind.fields.count ? table.column(.statedBy) : nil
    }
}

/// The columns of HIS.
public struct Histories: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let item: Column<UInt16>
    public let value: Column<UInt32>
    public let from: Column<UInt16>
    public let to: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        item = table.column(.item)
        value = table.column(.value)
        from = table.column(.from)
        to = table.column(.to)
    }
}

/// The columns of DCC.
public struct Devices: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let esmeID: Column<UInt64>
    public let esmeForm: Column<UInt8>
    public let status: Column<UInt16>
    public let asAt: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        esmeID = table.column(.esmeID)
        esmeForm = table.forms(.esmeID)
        status = table.column(.status)
        asAt = table.column(.asAt)
    }
}

/// The columns of MEM.
public struct Extracts: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let mem: Column<UInt16>
    public let meterID: Column<UInt64>
    public let location: Column<UInt8>
    public let digits: Column<UInt8>
    public let installDate: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        mem = table.column(.mem)
        meterID = table.column(.meterID)
        location = table.column(.location)
        digits = table.column(.digits)
        installDate = table.column(.installDate)
    }
}

/// The columns of hubs.
public struct Hubs: Sendable {
    public let table: RegisterTable
    /// Octets of the identifiers, rising.
    public let guid: Column<UInt64>
    public let kind: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        guid = table.column(.guid)
        kind = table.column(.kind)
    }
}

/// The columns of appointments.
public struct Appointments: Sendable {
    public let table: RegisterTable
    public let mpan: Column<UInt64>
    public let ms: Column<UInt16>
    public let ds: Column<UInt16>
    public let from: Column<UInt16>
    public let to: Column<UInt16>

    public init(_ table: RegisterTable) {
        self.table = table
        mpan = table.column(.mpan)
        ms = table.column(.ms)
        ds = table.column(.ds)
        from = table.column(.from)
        to = table.column(.to)
    }
}
