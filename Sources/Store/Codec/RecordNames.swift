import Record

// GRDB has types of these names; this file does not import it.
typealias RecordStatement = Statement
typealias ExportColumn = Column
